using SteerScope.Compute;

namespace SteerScope.Steering;

/// <summary>
/// Only the predicting position and the answers after it change: they are recomputed, and attend to the unsteered keys
/// and values of everything before. Source rows are those of the gathered reading rows.
/// </summary>
internal sealed class TailContinuation : IContinuation
{
    private readonly PairRows[] _pairs;
    private readonly int[] _firstReadRow;

    public TailContinuation(PairRows[] pairs)
    {
        _pairs = pairs;
        _firstReadRow = new int[pairs.Length];
        for (var i = 1; i < pairs.Length; i++)
        {
            _firstReadRow[i] = _firstReadRow[i - 1] + pairs[i - 1].ReadCount;
        }
    }

    public bool UsesCache => true;

    public int RowCount(int pair) => _pairs[pair].ReadCount;

    public void Append(ContinuationLayout layout, int pair, SteeringVariant variant, float scale)
    {
        var rows = _pairs[pair];
        var source = _firstReadRow[pair];
        KeySpan[] prefix = rows.TrunkLength > 1 ? [new KeySpan(true, rows.TrunkStart, rows.TrunkLength - 1)] : [];
        var predicting = layout.Append(source, 1, variant.Direction, scale, prefix);
        var afterwards = variant.Mode == AddingPositions.Answer ? variant.Direction : -1;
        layout.ReadRows.Add(predicting);
        Tail(source + 1, rows.MatchingLength);
        Tail(source + 1 + rows.MatchingLength, rows.OtherLength);

        void Tail(int from, int length)
        {
            if (length > 0)
            {
                var start = layout.Append(from, length, afterwards, scale, [.. prefix, new KeySpan(false, predicting, 1)]);
                layout.ReadRows.AddRange(Enumerable.Range(start, length));
            }
        }
    }
}

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

    public void Append(ContinuationLayout layout, int pair, SteeringVariant variant)
    {
        var rows = _pairs[pair];
        var source = _firstReadRow[pair];
        KeySpan[] prefix = rows.TrunkLength > 1 ? [new KeySpan(true, rows.TrunkStart, rows.TrunkLength - 1)] : [];
        var predicting = layout.Append(source, 1, variant, prefix);
        layout.Read(predicting, 1);

        var afterwards = variant.Mode == AddingPositions.Answer ? variant : null;
        KeySpan[] context = [.. prefix, new KeySpan(false, predicting, 1)];
        layout.AppendRead(source + 1, rows.MatchingLength, afterwards, context);
        layout.AppendRead(source + 1 + rows.MatchingLength, rows.OtherLength, afterwards, context);
    }
}

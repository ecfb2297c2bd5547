using SteerScope.Compute;

namespace SteerScope.Steering;

/// <summary>Every position changes: the whole pair is recomputed from the steered layer on, its answers sharing the prompt.</summary>
internal sealed class WholeContinuation(PairRows[] pairs) : IContinuation
{
    public bool UsesCache => false;

    public int RowCount(int pair) => pairs[pair].RowCount;

    public void Append(ContinuationLayout layout, int pair, SteeringVariant variant, float scale)
    {
        var rows = pairs[pair];
        var trunk = layout.Append(rows.TrunkStart, rows.TrunkLength, variant.Direction, scale);
        layout.ReadRows.Add(trunk + rows.TrunkLength - 1);
        Tail(rows.MatchingStart, rows.MatchingLength);
        Tail(rows.OtherStart, rows.OtherLength);

        void Tail(int from, int length)
        {
            if (length > 0)
            {
                var start = layout.Append(from, length, variant.Direction, scale, new KeySpan(false, trunk, rows.TrunkLength));
                layout.ReadRows.AddRange(Enumerable.Range(start, length));
            }
        }
    }
}

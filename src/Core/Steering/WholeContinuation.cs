using SteerScope.Compute;

namespace SteerScope.Steering;

/// <summary>
/// Every position changes: the whole pair is recomputed from the steered layer on, its answers sharing the prompt. Source
/// rows are those of the unsteered pass.
/// </summary>
internal sealed class WholeContinuation(PairRows[] pairs) : IContinuation
{
    public bool UsesCache => false;

    public int RowCount(int pair) => pairs[pair].RowCount;

    public void Append(ContinuationLayout layout, int pair, SteeringVariant variant)
    {
        var rows = pairs[pair];
        var trunk = layout.Append(rows.TrunkStart, rows.TrunkLength, variant);
        var context = new KeySpan(false, trunk, rows.TrunkLength);
        layout.Read(trunk + rows.TrunkLength - 1, 1);
        layout.AppendRead(rows.MatchingStart, rows.MatchingLength, variant, context);
        layout.AppendRead(rows.OtherStart, rows.OtherLength, variant, context);
    }
}

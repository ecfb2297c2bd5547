using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Sweeps.Plans;

/// <summary>One vector that is steered with: at a layer, in a variant, by the SAE that made it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Variant">Which form of the vector.</param>
/// <param name="Sae">Index of the SAE in the prepared sweep; -1 for the vector itself.</param>
/// <param name="Name">As the <c>vector</c> column of the steering tables names it: <c>vector</c>, <c>reconstruction:canonical</c>.</param>
public sealed record SteeredDirection(int Layer, SteeredVariant Variant, int Sae, string Name)
{
    /// <summary>All that a sweep steers with, layer by layer; nothing where there are no test pairs to steer.</summary>
    public static IReadOnlyList<SteeredDirection> All(PreparedSweep sweep) => sweep.Behaviours.All(b => b.Split.Test.Count == 0)
        ? []
        : [.. from layer in sweep.Layers
            from variant in sweep.Spec.SteeredVariants
            from direction in Of(sweep, layer, variant)
            select direction];

    private static IEnumerable<SteeredDirection> Of(PreparedSweep sweep, int layer, SteeredVariant variant) =>
        variant == SteeredVariant.Vector
            ? [new SteeredDirection(layer, variant, -1, SnakeCase.Of(variant))]
            : sweep.Saes.Index()
                .Where(s => s.Item.Layer == layer)
                .Select(s => new SteeredDirection(layer, variant, s.Index, $"{SnakeCase.Of(variant)}:{s.Item.Name}"));
}

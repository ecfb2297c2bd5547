
namespace SteerScope.Grains;

/// <summary>What the catalog keeps.</summary>
[GenerateSerializer]
[Alias("steerscope.catalog-state")]
public sealed class Catalog
{
    /// <summary>Sweeps in the order of submission.</summary>
    [Id(0)]
    public List<CatalogEntry> Sweeps { get; set; } = [];
}

namespace SteerScope.Sweeps.Leases;

/// <summary>The right to make an item's outputs.</summary>
/// <param name="Item">Index of the item in the plan, or <see cref="Results"/>.</param>
/// <param name="Epoch">The attempt: higher than that of every earlier attempt at any item of the sweep.</param>
public readonly record struct Lease(int Item, long Epoch)
{
    /// <summary>Stands for the tables and the page, which are written when all items are done.</summary>
    public const int Results = -1;
}

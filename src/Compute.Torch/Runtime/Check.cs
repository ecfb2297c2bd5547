namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Checks before anything native runs: a wrong shape can end the process there, and a wrong index on a CUDA device makes it
/// unusable until the process ends.
/// </summary>
internal static class Check
{
    public static void Same(Extent x, Extent y, string operation)
    {
        if (x != y)
        {
            throw new ArgumentException($"{operation}: {x} and {y} must be the same shape.");
        }
    }

    public static void RowVector(Extent vector, int columns, string name, Extent x, string operation)
    {
        if (vector != new Extent(1, columns))
        {
            throw new ArgumentException($"{operation}: the {name} {vector} must be [1, {columns}] for {x}.");
        }
    }

    public static void Columns(Extent x, int columns, string name, string operation)
    {
        if (x.Columns != columns)
        {
            throw new ArgumentException($"{operation}: {name} {x} must be [{x.Rows}, {columns}].");
        }
    }

    public static void PerRow(int count, string name, Extent x, string operation)
    {
        if (count != x.Rows)
        {
            throw new ArgumentException($"{operation}: [{count}] {name} given for {x}, one per row is needed.");
        }
    }

    /// <summary>Copies indices, each from <paramref name="lowest"/> to <paramref name="limit"/> - 1.</summary>
    public static long[] Indices(IReadOnlyList<int> indices, int limit, string name, string shape, string operation, int lowest = 0)
    {
        ArgumentNullException.ThrowIfNull(indices, name);
        var copy = new long[indices.Count];
        for (var i = 0; i < copy.Length; i++)
        {
            var index = indices[i];
            if (index < lowest || index >= limit)
            {
                throw new ArgumentException($"{operation}: {name} {index} (of [{copy.Length}]) lies outside of {shape}.");
            }

            copy[i] = index;
        }

        return copy;
    }
}

namespace SteerScope.Compute.Cpu;

/// <summary>Checks shapes before any kernel touches memory; every message names both shapes.</summary>
internal static class Shapes
{
    public static void Same(CpuTensor x, CpuTensor y, string operation)
    {
        if (x.Rows != y.Rows || x.Columns != y.Columns)
        {
            throw new ArgumentException($"{operation}: {x.Shape} and {y.Shape} must be the same shape.");
        }
    }

    public static void Inputs(CpuTensor x, LinearWeight weight, string operation)
    {
        if (x.Columns != weight.Inputs)
        {
            throw new ArgumentException($"{operation}: {x.Shape} does not fit a map of {weight.Inputs} inputs, [{weight.Outputs}, {weight.Inputs}].");
        }
    }

    public static void RowVector(CpuTensor vector, CpuTensor x, int columns, string name, string operation)
    {
        if (vector.Rows != 1 || vector.Columns != columns)
        {
            throw new ArgumentException($"{operation}: the {name} {vector.Shape} must be [1, {columns}] for {x.Shape}.");
        }
    }

    public static void Columns(CpuTensor x, int columns, string name, string operation)
    {
        if (x.Columns != columns)
        {
            throw new ArgumentException($"{operation}: {name} {x.Shape} must be [{x.Rows}, {columns}].");
        }
    }

    public static void Count(int count, int rows, string name, CpuTensor x, string operation)
    {
        if (count != rows)
        {
            throw new ArgumentException($"{operation}: [{count}] {name} given for {x.Shape}, one per row is needed.");
        }
    }

    public static void Index(int index, int limit, string name, string shape, string operation)
    {
        if ((uint)index >= (uint)limit)
        {
            throw new ArgumentException($"{operation}: {name} {index} lies outside of {shape}.");
        }
    }
}

using SteerScope.Compute.Cpu.Kernels;

namespace SteerScope.Compute.Cpu;

/// <content>Norms, element-wise operations, and rows.</content>
public sealed partial class CpuOps
{
    /// <inheritdoc/>
    public CpuTensor RmsNorm(CpuTensor x, CpuTensor gain, float epsilon, float offset = 0f)
    {
        Shapes.RowVector(gain, x, gain.Columns, "gain", nameof(RmsNorm));
        if (gain.Columns == 0 || x.Columns % gain.Columns != 0)
        {
            throw new ArgumentException($"{nameof(RmsNorm)}: the columns of {x.Shape} must be a multiple of those of the gain {gain.Shape}.");
        }

        var y = new CpuTensor(pool, x.Rows, x.Columns);
        cores.ForRows(x.Rows, x.Columns, (first, count) =>
        {
            for (var row = first; row < first + count; row++)
            {
                Norms.RootMeanSquare(x.Row(row), gain.Span, epsilon, offset, y.Row(row));
            }
        });
        return y;
    }

    /// <inheritdoc/>
    public CpuTensor LayerNorm(CpuTensor x, CpuTensor gain, CpuTensor? bias, float epsilon)
    {
        Shapes.RowVector(gain, x, x.Columns, "gain", nameof(LayerNorm));
        if (bias is not null)
        {
            Shapes.RowVector(bias, x, x.Columns, "bias", nameof(LayerNorm));
        }

        var y = new CpuTensor(pool, x.Rows, x.Columns);
        cores.ForRows(x.Rows, x.Columns, (first, count) =>
        {
            for (var row = first; row < first + count; row++)
            {
                Norms.Layer(x.Row(row), gain.Span, bias is null ? [] : bias.Span, epsilon, y.Row(row));
            }
        });
        return y;
    }

    /// <inheritdoc/>
    public void Add(CpuTensor x, CpuTensor y)
    {
        Shapes.Same(x, y, nameof(Add));
        cores.ForRows(x.Rows, x.Columns, (first, count) => Elementwise.Add(Run(x, first, count), Run(y, first, count)));
    }

    /// <inheritdoc/>
    public void Activate(CpuTensor x, Activation activation)
    {
        switch (activation)
        {
            case Activation.Silu:
                Apply(default(Silu), x);
                break;
            case Activation.Gelu:
                Apply(default(Gelu), x);
                break;
            case Activation.GeluTanh:
                Apply(default(GeluTanh), x);
                break;
            case Activation.Relu:
                Apply(default(Relu), x);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation.");
        }
    }

    /// <inheritdoc/>
    public void GatedActivate(CpuTensor gate, CpuTensor up, Activation activation)
    {
        Shapes.Same(gate, up, nameof(GatedActivate));
        switch (activation)
        {
            case Activation.Silu:
                ApplyTimes(default(Silu), gate, up);
                break;
            case Activation.Gelu:
                ApplyTimes(default(Gelu), gate, up);
                break;
            case Activation.GeluTanh:
                ApplyTimes(default(GeluTanh), gate, up);
                break;
            case Activation.Relu:
                ApplyTimes(default(Relu), gate, up);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation.");
        }
    }

    /// <inheritdoc/>
    public void SoftCap(CpuTensor x, float cap)
    {
        if (!(cap > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(cap), cap, "A soft cap must be above 0.");
        }

        Apply(new CappedTanh(cap), x);
    }

    /// <inheritdoc/>
    public CpuTensor GatherRows(CpuTensor x, IReadOnlyList<int> rows)
    {
        CheckRows(x, rows, nameof(GatherRows));
        var y = new CpuTensor(pool, rows.Count, x.Columns);
        for (var index = 0; index < rows.Count; index++)
        {
            x.Row(rows[index]).CopyTo(y.Row(index));
        }

        return y;
    }

    /// <inheritdoc/>
    public void AddScaledRows(CpuTensor x, CpuTensor vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale)
    {
        if (vectors.Columns != x.Columns)
        {
            throw new ArgumentException($"{nameof(AddScaledRows)}: vectors {vectors.Shape} and {x.Shape} must have the same number of columns.");
        }

        Shapes.Count(vectorRow.Count, x.Rows, "vector rows", x, nameof(AddScaledRows));
        Shapes.Count(scale.Count, x.Rows, "scales", x, nameof(AddScaledRows));
        foreach (var row in vectorRow)
        {
            if (row != -1)
            {
                Shapes.Index(row, vectors.Rows, "vector row", vectors.Shape, nameof(AddScaledRows));
            }
        }

        for (var row = 0; row < x.Rows; row++)
        {
            if (vectorRow[row] >= 0)
            {
                Elementwise.AddScaled(x.Row(row), vectors.Row(vectorRow[row]), scale[row]);
            }
        }
    }

    /// <inheritdoc/>
    public double[] RowNorms(CpuTensor x)
    {
        var norms = new double[x.Rows];
        cores.ForRows(x.Rows, x.Columns, (first, count) =>
        {
            for (var row = first; row < first + count; row++)
            {
                norms[row] = Math.Sqrt(RowSums.SumOfSquares(x.Row(row)));
            }
        });
        return norms;
    }

    /// <inheritdoc/>
    public double[] LogSumExp(CpuTensor x)
    {
        if (x.Columns == 0)
        {
            throw new ArgumentException($"{nameof(LogSumExp)}: the rows of {x.Shape} are empty.", nameof(x));
        }

        var sums = new double[x.Rows];
        cores.ForRows(x.Rows, x.Columns, (first, count) =>
        {
            for (var row = first; row < first + count; row++)
            {
                sums[row] = RowSums.LogSumExp(x.Row(row));
            }
        });
        return sums;
    }

    /// <inheritdoc/>
    public double[] ColumnSums(CpuTensor x, IReadOnlyList<int> rows)
    {
        CheckRows(x, rows, nameof(ColumnSums));
        var sums = new double[x.Columns];
        foreach (var row in rows)
        {
            Elementwise.AddTo(sums, x.Row(row));
        }

        return sums;
    }

    private static Span<float> Run(CpuTensor x, int first, int count) => x.Span.Slice(first * x.Columns, count * x.Columns);

    private static void CheckRows(CpuTensor x, IReadOnlyList<int> rows, string operation)
    {
        var limit = x.Rows;
        foreach (var row in rows)
        {
            Shapes.Index(row, limit, "row", x.Shape, operation);
        }
    }

    private void Apply<TFunction>(TFunction function, CpuTensor x)
        where TFunction : struct, IElementFunction =>
        cores.ForRows(x.Rows, x.Columns, (first, count) => ElementFunctions.Apply(function, Run(x, first, count)));

    private void ApplyTimes<TFunction>(TFunction function, CpuTensor x, CpuTensor y)
        where TFunction : struct, IElementFunction =>
        cores.ForRows(x.Rows, x.Columns, (first, count) => ElementFunctions.ApplyTimes(function, Run(x, first, count), Run(y, first, count)));
}

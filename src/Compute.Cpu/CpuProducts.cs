using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu;

/// <summary>
/// Products of host matrices by the kernels of the linear maps. The right side is brought into panels for every product, since in
/// training it is another one each time; a transposed left side is turned a block of rows at a time.
/// </summary>
public sealed unsafe class CpuProducts : IDenseProducts
{
    private const long RetainedBytes = 1L << 30;

    /// <summary>Rows of the left side that are at hand at a time.</summary>
    private const int RowBlock = 1024;

    /// <summary>Side of the square that is turned in the first-level cache.</summary>
    private const int Square = 32;

    private readonly TensorPool pool = new(RetainedBytes);
    private readonly Cores cores;
    private readonly MatrixKernel kernel;
    private readonly LinearProduct product;

    /// <summary>Creates the products.</summary>
    /// <param name="threads">How many cores one of them may use, from 1 on.</param>
    public CpuProducts(int threads = 1)
        : this(threads, MatrixKernel.Best)
    {
    }

    internal CpuProducts(int threads, MatrixKernel kernel)
    {
        cores = new Cores(threads);
        this.kernel = kernel;
        product = new LinearProduct(pool, cores, kernel);
    }

    /// <inheritdoc/>
    public void Multiply(MatrixOperand a, MatrixOperand b, Span<float> c)
    {
        if (a.Columns != b.Rows || c.Length != (long)a.Rows * b.Columns)
        {
            throw new ArgumentException($"{nameof(Multiply)}: [{a.Rows}, {a.Columns}] times [{b.Rows}, {b.Columns}] does not make [{c.Length}] values.");
        }

        if (c.IsEmpty)
        {
            return;
        }

        var (depth, outputs) = (b.Rows, b.Columns);
        var panels = (outputs + kernel.PanelWidth - 1) / kernel.PanelWidth;
        using var packed = new Scratch(pool, (long)panels * depth * kernel.PanelWidth);
        fixed (float* to = packed.Span, right = b.Values)
        {
            Pack(right, b, to, panels);
            for (var row = 0; row < a.Rows; row += RowBlock)
            {
                var rows = Math.Min(RowBlock, a.Rows - row);
                Rows(a, row, rows, (byte*)to, outputs, c.Slice(row * outputs, rows * outputs));
            }
        }
    }

    /// <inheritdoc/>
    public void Spread(int count, Action<int, int> run)
    {
        var pieces = cores.Count == 1 ? Math.Min(count, 1) : Math.Min(count, cores.Count * 4);
        cores.For(pieces, piece =>
        {
            var first = (int)((long)count * piece / pieces);
            run(first, (int)((long)count * (piece + 1) / pieces) - first);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Close();

    private void Rows(MatrixOperand a, int row, int rows, byte* panels, int outputs, Span<float> c)
    {
        var depth = a.Columns;
        if (!a.IsTransposed)
        {
            product.Run(a.Values.Slice(row * depth, rows * depth), rows, depth, ElementKind.Float32, panels, outputs, null, c);
            return;
        }

        using var turned = new Scratch(pool, (long)rows * depth);
        fixed (float* to = turned.Span, from = a.Values)
        {
            float* destination = to, source = from + row;
            var stride = a.Rows;
            cores.For((rows + Square - 1) / Square, piece =>
            {
                var first = piece * Square;
                Turn(source + first, stride, depth, Math.Min(Square, rows - first), destination + ((nint)first * depth), depth);
            });
        }

        product.Run(turned.Span, rows, depth, ElementKind.Float32, panels, outputs, null, c);
    }

    private void Pack(float* values, MatrixOperand b, float* panels, int count)
    {
        var (depth, outputs, transposed, width) = (b.Rows, b.Columns, b.IsTransposed, kernel.PanelWidth);
        cores.For(count, panel =>
        {
            var to = panels + ((nint)panel * depth * width);
            var first = panel * width;
            var lanes = Math.Min(width, outputs - first);
            if (lanes < width)
            {
                new Span<float>(to, depth * width).Clear();
            }

            if (transposed)
            {
                Turn(values + ((nint)first * depth), depth, lanes, depth, to, width);
                return;
            }

            for (nint k = 0; k < depth; k++)
            {
                new ReadOnlySpan<float>(values + (k * outputs) + first, lanes).CopyTo(new Span<float>(to + (k * width), lanes));
            }
        });
    }

    /// <summary>to[j, i] = from[i, j] for i below <paramref name="rows"/> and j below <paramref name="columns"/>.</summary>
    private static void Turn(float* from, nint fromStride, int rows, int columns, float* to, nint toStride)
    {
        for (var firstRow = 0; firstRow < rows; firstRow += Square)
        {
            var endRow = Math.Min(firstRow + Square, rows);
            for (var firstColumn = 0; firstColumn < columns; firstColumn += Square)
            {
                var endColumn = Math.Min(firstColumn + Square, columns);
                for (var j = firstColumn; j < endColumn; j++)
                {
                    for (var i = firstRow; i < endRow; i++)
                    {
                        to[(j * toStride) + i] = from[(i * fromStride) + j];
                    }
                }
            }
        }
    }
}

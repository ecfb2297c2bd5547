using System.Numerics;
using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>
/// y = x W^T + b over panels, blocked for the caches. Rows that lie a power of two apart would all fall into the same few sets of
/// a cache: of those, pieces of rows and of the sum are copied, with an odd distance.
/// </summary>
internal sealed unsafe class LinearProduct(TensorPool pool, Cores cores, MatrixKernel kernel)
{
    /// <summary>Rows whose inputs stay in the second-level cache while a panel passes.</summary>
    private const int RowBlock = 384;

    /// <summary>Terms of the sum taken at a time when there are many rows.</summary>
    private const int DepthBlock = 512;

    /// <summary>With so few rows the weights' way from memory is what counts, and they are best read in one go.</summary>
    private const int FewRows = 48;

    /// <summary>Most inputs (rows * depth) that are kept whole beside the passing panels.</summary>
    private const int WholeInputs = 192 * 1024;

    private const int Padding = 16;

    /// <summary>Floats that a cache is filled by at a time.</summary>
    private const int Line = 16;

    /// <summary>Sets of the first-level caches in use, as few as there are.</summary>
    private const int Sets = 64;

    /// <summary>Sets that the rows of a tile have to be spread over, so that no more lines fall into one than it holds.</summary>
    private const int Spread = 4;

    /// <summary>Multiplies.</summary>
    /// <param name="x">Inputs [rows, depth].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="depth">Number of inputs.</param>
    /// <param name="kind">Form of the weights.</param>
    /// <param name="panels">Panels, one after the other.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="bias">One per output, or empty.</param>
    /// <param name="y">Results [rows, outputs].</param>
    public void Run(ReadOnlySpan<float> x, int rows, int depth, ElementKind kind, byte* panels, int outputs, float[]? bias, Span<float> y)
    {
        if (rows == 0 || outputs == 0)
        {
            return;
        }

        var block = DepthOf(rows, depth);
        var blocks = Math.Max((depth + block - 1) / block, 1);
        var copied = rows > 1 && Crowded(depth);
        var distance = copied ? block + Padding : depth;
        using var scratch = new Scratch(pool, copied ? (long)rows * blocks * distance : 0);
        fixed (float* given = x, copy = scratch.Span, results = y)
        {
            float* from = copied ? copy : given, to = results;
            if (copied)
            {
                var source = given;
                cores.ForRows(rows, depth, (first, count) => Copy(source, rows, depth, block, from, distance, first, count));
            }

            var job = new Job(rows, depth, block, blocks, copied ? (nint)rows * distance : block, distance, kind, outputs, bias);
            var count = (outputs + kernel.PanelWidth - 1) / kernel.PanelWidth;
            var pieces = cores.Count == 1 ? 1 : Math.Min(count, cores.Count * 4);
            cores.For(pieces, piece => RunPanels(job, from, panels, to, (int)((long)count * piece / pieces), (int)((long)count * (piece + 1) / pieces)));
        }
    }

    private static int DepthOf(int rows, int depth)
    {
        if (rows <= FewRows && (long)rows * depth <= WholeInputs)
        {
            return Math.Max(depth, 1);
        }

        var blocks = (depth + DepthBlock - 1) / DepthBlock;
        return (((depth + blocks - 1) / blocks) + Padding - 1) / Padding * Padding;
    }

    private static bool Crowded(int depth) =>
        depth % Line == 0 && Sets / (int)BigInteger.GreatestCommonDivisor(Sets, depth / Line) < Spread;

    /// <summary>[blocks of the sum][rows][distance], of some rows.</summary>
    private static void Copy(float* x, int rows, int depth, int block, float* inputs, int distance, int firstRow, int rowCount)
    {
        for (var first = 0; first < depth; first += block)
        {
            var count = Math.Min(block, depth - first);
            for (var row = firstRow; row < firstRow + rowCount; row++)
            {
                new ReadOnlySpan<float>(x + ((nint)row * depth) + first, count).CopyTo(new Span<float>(inputs + ((nint)row * distance), count));
            }

            inputs += (nint)rows * distance;
        }
    }

    private void RunPanels(in Job job, float* inputs, byte* panels, float* results, int firstPanel, int endPanel)
    {
        var width = kernel.PanelWidth;
        var size = MatrixKernel.Size(job.Kind);
        using var edge = new Scratch(pool, Math.Min(RowBlock, job.Rows) * width);
        fixed (float* edgeResults = edge.Span)
        {
            for (var row = 0; row < job.Rows; row += RowBlock)
            {
                var rows = Math.Min(RowBlock, job.Rows - row);
                for (var block = 0; block < job.Blocks; block++)
                {
                    var first = block * job.Block;
                    var count = Math.Min(job.Block, job.Depth - first);
                    var a = inputs + (block * job.BlockDistance) + ((nint)row * job.Distance);
                    for (var panel = firstPanel; panel < endPanel; panel++)
                    {
                        var columns = Math.Min(width, job.Outputs - (panel * width));
                        var whole = columns == width;
                        var y = results + ((nint)row * job.Outputs) + ((nint)panel * width);
                        var c = whole ? y : edgeResults;
                        var ldc = whole ? job.Outputs : width;
                        var b = panels + ((((nint)panel * job.Depth) + first) * width * size);
                        kernel.Run(job.Kind, a, job.Distance, rows, b, count, c, ldc, block > 0);
                        if (block == job.Blocks - 1)
                        {
                            Finish(job, c, ldc, y, rows, panel * width, columns);
                        }
                    }
                }
            }
        }
    }

    private static void Finish(in Job job, float* c, int ldc, float* y, int rows, int output, int columns)
    {
        if (job.Bias is null && c == y)
        {
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            var from = new Span<float>(c + ((nint)row * ldc), columns);
            if (job.Bias is not null)
            {
                Elementwise.Add(from, job.Bias.AsSpan(output, columns));
            }

            from.CopyTo(new Span<float>(y + ((nint)row * job.Outputs), columns));
        }
    }

    private readonly record struct Job(int Rows, int Depth, int Block, int Blocks, nint BlockDistance, int Distance, ElementKind Kind, int Outputs, float[]? Bias);
}

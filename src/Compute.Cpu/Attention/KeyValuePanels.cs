using System.Runtime.Intrinsics;
using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu.Attention;

/// <summary>
/// Keys and values in the order in which the matrix kernels read them, per key/value head. Keys: panels of so many rows,
/// dimension after dimension (a panel's lanes are keys). Values: panels of so many dimensions, row after row.
/// </summary>
internal sealed unsafe class KeyValuePanels : IDisposable
{
    private readonly Scratch keyPanels;
    private readonly Scratch valuePanels;
    private readonly int width;
    private readonly int rows;
    private readonly int headDim;

    /// <summary>Packs the marked panels of rows (all when <paramref name="used"/> is null).</summary>
    public KeyValuePanels(TensorPool pool, Cores cores, int width, CpuTensor keys, CpuTensor values, AttentionShape shape, bool[]? used)
    {
        this.width = width;
        rows = keys.Rows;
        headDim = shape.HeadDim;
        keyPanels = new Scratch(pool, (long)shape.KeyValueHeads * RowPanels * headDim * width);
        valuePanels = new Scratch(pool, (long)shape.KeyValueHeads * DimensionPanels * rows * width);
        cores.For(shape.KeyValueHeads * RowPanels, item =>
        {
            var (head, panel) = Math.DivRem(item, RowPanels);
            if (used is null || used[panel])
            {
                PackKeys(keys, head, panel);
                PackValues(values, head, panel);
            }
        });
    }

    /// <summary>Panels that a head's values take.</summary>
    public int DimensionPanels => (headDim + width - 1) / width;

    private int RowPanels => (rows + width - 1) / width;

    /// <summary>All keys.</summary>
    public Span<float> Keys => keyPanels.Span;

    /// <summary>All values.</summary>
    public Span<float> Values => valuePanels.Span;

    /// <summary>Where the panel of keys [dimension][width] of a head begins.</summary>
    public int KeyPanel(int head, int panel) => ((head * RowPanels) + panel) * headDim * width;

    /// <summary>Where a row of a panel of values [row][width] of a head begins.</summary>
    public int ValueRow(int head, int dimensionPanel, int row) => ((((head * DimensionPanels) + dimensionPanel) * rows) + row) * width;

    /// <inheritdoc/>
    public void Dispose()
    {
        keyPanels.Dispose();
        valuePanels.Dispose();
    }

    private void PackKeys(CpuTensor keys, int head, int panel)
    {
        var first = panel * width;
        var count = Math.Min(width, rows - first);
        var packed = Keys.Slice(KeyPanel(head, panel), headDim * width);
        if (count < width)
        {
            packed.Clear();
        }

        fixed (float* to = packed, from = keys.Span)
        {
            var stride = (nint)keys.Columns;
            var source = from + (first * stride) + ((nint)head * headDim);
            var row = 0;
            for (; row + 4 <= count; row += 4)
            {
                var block = source + (row * stride);
                for (nint dimension = 0; dimension < headDim; dimension++)
                {
                    // One 16-byte store in place of four scattered ones.
                    var four = Vector128.Create(block[dimension], block[dimension + stride], block[dimension + (2 * stride)], block[dimension + (3 * stride)]);
                    Vector128.Store(four, to + (dimension * width) + row);
                }
            }

            for (; row < count; row++)
            {
                for (nint dimension = 0; dimension < headDim; dimension++)
                {
                    to[(dimension * width) + row] = source[(row * stride) + dimension];
                }
            }
        }
    }

    private void PackValues(CpuTensor values, int head, int panel)
    {
        var first = panel * width;
        var count = Math.Min(width, rows - first);
        for (var dimensions = 0; dimensions < DimensionPanels; dimensions++)
        {
            var columns = Math.Min(width, headDim - (dimensions * width));
            for (var row = first; row < first + count; row++)
            {
                var packed = Values.Slice(ValueRow(head, dimensions, row), width);
                values.Row(row).Slice((head * headDim) + (dimensions * width), columns).CopyTo(packed);
                packed[columns..].Clear();
            }
        }
    }
}

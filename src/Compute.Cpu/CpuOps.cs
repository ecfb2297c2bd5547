using SteerScope.Compute.Cpu.Attention;
using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Compute.Cpu.Memory;
using SteerScope.Compute.Cpu.Rotary;

namespace SteerScope.Compute.Cpu;

/// <summary>
/// The managed provider: float32 on the widest vectors of this machine, nothing to install. Safe for use from several threads at
/// once, which then share the weights. Results are bit-identical for any batching, any number of threads and any vector width
/// (cosines and sines of rotary embeddings come from the platform's mathematics library).
/// </summary>
public sealed partial class CpuOps : ITensorOps<CpuTensor>
{
    /// <summary>Bytes of activations kept for reuse.</summary>
    private const long RetainedBytes = 1L << 30;

    private readonly TensorPool pool = new(RetainedBytes);
    private readonly RotaryCache rotary = new();
    private readonly Cores cores;
    private readonly MatrixKernel kernel;
    private readonly LinearProduct product;
    private readonly StreamedProduct streamed;
    private readonly AttentionProduct attention;

    /// <summary>Creates the provider.</summary>
    /// <param name="threads">How many cores one operation may use, from 1 on; 1 runs everything on the calling thread.</param>
    public CpuOps(int threads = 1)
        : this(threads, MatrixKernel.Best)
    {
    }

    internal CpuOps(int threads, MatrixKernel kernel)
    {
        cores = new Cores(threads);
        this.kernel = kernel;
        product = new LinearProduct(pool, cores, kernel);
        streamed = new StreamedProduct(pool, cores, kernel);
        attention = new AttentionProduct(pool, cores, kernel);
    }

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public int Rows(CpuTensor x) => x.Rows;

    /// <inheritdoc/>
    public int Columns(CpuTensor x) => x.Columns;

    /// <inheritdoc/>
    public CpuTensor Upload(ReadOnlySpan<float> values, int rows, int columns)
    {
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{nameof(Upload)}: [{values.Length}] values do not fill [{rows}, {columns}].");
        }

        var x = new CpuTensor(pool, rows, columns);
        values.CopyTo(x.Span);
        return x;
    }

    /// <inheritdoc/>
    public void Download(CpuTensor x, Span<float> destination)
    {
        var values = x.Span;
        if (values.Length != destination.Length)
        {
            throw new ArgumentException($"{nameof(Download)}: {x.Shape} does not fill [{destination.Length}] values.");
        }

        values.CopyTo(destination);
    }

    /// <inheritdoc/>
    public CpuTensor Attention(CpuTensor q, CpuTensor k, CpuTensor v, CpuTensor? cachedKeys, CpuTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        AttentionCheck.Check(q, k, v, cachedKeys, cachedValues, segments, shape);
        var result = new CpuTensor(pool, q.Rows, q.Columns);
        attention.Run(q, k, v, cachedKeys, cachedValues, segments, shape, result);
        return result;
    }

    /// <inheritdoc/>
    public void Rotate(CpuTensor x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim)
    {
        var pairs = table.Frequencies.Count;
        Shapes.Columns(x, heads * headDim, "heads", nameof(Rotate));
        Shapes.Count(positions.Count, x.Rows, "positions", x, nameof(Rotate));
        if (2 * pairs > headDim)
        {
            throw new ArgumentException($"{nameof(Rotate)}: a table of {pairs} pairs does not fit heads of {headDim} dimensions, {x.Shape}.");
        }

        foreach (var position in positions)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(positions));
        }

        cores.ForRows(x.Rows, x.Columns, (first, count) =>
        {
            for (var row = first; row < first + count; row++)
            {
                var chunk = rotary.Get(table, positions[row]);
                var index = positions[row] % RotaryChunk.Positions;
                for (var head = 0; head < heads; head++)
                {
                    var turned = x.Row(row).Slice(head * headDim, 2 * pairs);
                    RotaryKernel.Turn(turned[..pairs], turned[pairs..], chunk.Cosines(index), chunk.Sines(index));
                }
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Close();
}

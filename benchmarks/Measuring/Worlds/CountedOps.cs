using SteerScope.Compute;

namespace SteerScope.Measuring.Worlds;

/// <summary>
/// Passes everything on and counts the floating-point operations of the matrix products: 2 n m k for linear maps, and
/// 4 * HeadDim for every query head and key that it sees. Norms, rotations and activations count nothing.
/// </summary>
public sealed class CountedOps<T>(ITensorOps<T> inner) : ITensorOps<T>
    where T : class, IDisposable
{
    /// <summary>Operations since the last <see cref="Reset"/>.</summary>
    public double Count { get; private set; }

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>Counts from 0 again.</summary>
    public void Reset() => Count = 0;

    /// <inheritdoc/>
    public T Linear(T x, LinearWeight weight)
    {
        Count += 2.0 * inner.Rows(x) * weight.Inputs * weight.Outputs;
        return inner.Linear(x, weight);
    }

    /// <inheritdoc/>
    public T LinearOutputs(T x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        Count += 2.0 * inner.Rows(x) * weight.Inputs * outputs.Count;
        return inner.LinearOutputs(x, weight, outputs);
    }

    /// <inheritdoc/>
    public T Attention(T q, T k, T v, T? cachedKeys, T? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        foreach (var segment in segments)
        {
            Count += 4.0 * shape.Heads * shape.HeadDim * KeysSeen(segment, shape.SlidingWindow);
        }

        return inner.Attention(q, k, v, cachedKeys, cachedValues, segments, shape);
    }

    /// <inheritdoc/>
    public int Rows(T x) => inner.Rows(x);

    /// <inheritdoc/>
    public int Columns(T x) => inner.Columns(x);

    /// <inheritdoc/>
    public T Upload(ReadOnlySpan<float> values, int rows, int columns) => inner.Upload(values, rows, columns);

    /// <inheritdoc/>
    public void Download(T x, Span<float> destination) => inner.Download(x, destination);

    /// <inheritdoc/>
    public LinearWeight LoadLinear(LinearSource source) => inner.LoadLinear(source);

    /// <inheritdoc/>
    public T Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f) => inner.Embed(table, ids, scale);

    /// <inheritdoc/>
    public T RmsNorm(T x, T gain, float epsilon, float offset = 0f) => inner.RmsNorm(x, gain, epsilon, offset);

    /// <inheritdoc/>
    public T LayerNorm(T x, T gain, T? bias, float epsilon) => inner.LayerNorm(x, gain, bias, epsilon);

    /// <inheritdoc/>
    public void Rotate(T x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim) => inner.Rotate(x, table, positions, heads, headDim);

    /// <inheritdoc/>
    public void Add(T x, T y) => inner.Add(x, y);

    /// <inheritdoc/>
    public void Activate(T x, Activation activation) => inner.Activate(x, activation);

    /// <inheritdoc/>
    public void GatedActivate(T gate, T up, Activation activation) => inner.GatedActivate(gate, up, activation);

    /// <inheritdoc/>
    public void SoftCap(T x, float cap) => inner.SoftCap(x, cap);

    /// <inheritdoc/>
    public T GatherRows(T x, IReadOnlyList<int> rows) => inner.GatherRows(x, rows);

    /// <inheritdoc/>
    public void AddScaledRows(T x, T vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale) => inner.AddScaledRows(x, vectors, vectorRow, scale);

    /// <inheritdoc/>
    public double[] RowNorms(T x) => inner.RowNorms(x);

    /// <inheritdoc/>
    public double[] LogSumExp(T x) => inner.LogSumExp(x);

    /// <inheritdoc/>
    public double[] ColumnSums(T x, IReadOnlyList<int> rows) => inner.ColumnSums(x, rows);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    // In closed form, as the host counts while a GPU waits for it: a row sees itself and all before it, or as many as the window has.
    private static double KeysSeen(Segment segment, int window)
    {
        var growing = window > 0 ? Math.Clamp(window - segment.Position, 0, segment.Length) : segment.Length;
        return (growing * (double)segment.Position) + (growing * (growing + 1.0) / 2) + ((segment.Length - growing) * (double)window);
    }
}

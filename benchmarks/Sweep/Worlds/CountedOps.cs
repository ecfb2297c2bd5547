using SteerScope.Compute;

namespace SteerScope.SweepBenchmark.Worlds;

/// <summary>
/// Passes everything on and counts the floating-point operations of the matrix products: 2 n m k for linear maps, and
/// 4 * HeadDim for every query head and key that it sees. Norms, rotations and activations count nothing.
/// </summary>
internal sealed class CountedOps<T>(ITensorOps<T> inner) : ITensorOps<T>
    where T : class, IDisposable
{
    /// <summary>Operations since the last <see cref="Reset"/>.</summary>
    public double Count { get; private set; }

    public string Name => inner.Name;

    public void Reset() => Count = 0;

    public T Linear(T x, LinearWeight weight)
    {
        Count += 2.0 * inner.Rows(x) * weight.Inputs * weight.Outputs;
        return inner.Linear(x, weight);
    }

    public T LinearOutputs(T x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        Count += 2.0 * inner.Rows(x) * weight.Inputs * outputs.Count;
        return inner.LinearOutputs(x, weight, outputs);
    }

    public T Attention(T q, T k, T v, T? cachedKeys, T? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        foreach (var segment in segments)
        {
            for (var row = 0; row < segment.Length; row++)
            {
                var seen = segment.Position + row + 1;
                Count += 4.0 * shape.Heads * shape.HeadDim * (shape.SlidingWindow > 0 ? Math.Min(seen, shape.SlidingWindow) : seen);
            }
        }

        return inner.Attention(q, k, v, cachedKeys, cachedValues, segments, shape);
    }

    public int Rows(T x) => inner.Rows(x);

    public int Columns(T x) => inner.Columns(x);

    public T Upload(ReadOnlySpan<float> values, int rows, int columns) => inner.Upload(values, rows, columns);

    public void Download(T x, Span<float> destination) => inner.Download(x, destination);

    public LinearWeight LoadLinear(LinearSource source) => inner.LoadLinear(source);

    public T Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f) => inner.Embed(table, ids, scale);

    public T RmsNorm(T x, T gain, float epsilon, float offset = 0f) => inner.RmsNorm(x, gain, epsilon, offset);

    public T LayerNorm(T x, T gain, T? bias, float epsilon) => inner.LayerNorm(x, gain, bias, epsilon);

    public void Rotate(T x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim) => inner.Rotate(x, table, positions, heads, headDim);

    public void Add(T x, T y) => inner.Add(x, y);

    public void Activate(T x, Activation activation) => inner.Activate(x, activation);

    public void GatedActivate(T gate, T up, Activation activation) => inner.GatedActivate(gate, up, activation);

    public void SoftCap(T x, float cap) => inner.SoftCap(x, cap);

    public T GatherRows(T x, IReadOnlyList<int> rows) => inner.GatherRows(x, rows);

    public void AddScaledRows(T x, T vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale) => inner.AddScaledRows(x, vectors, vectorRow, scale);

    public double[] RowNorms(T x) => inner.RowNorms(x);

    public double[] LogSumExp(T x) => inner.LogSumExp(x);

    public double[] ColumnSums(T x, IReadOnlyList<int> rows) => inner.ColumnSums(x, rows);

    public void Dispose() => inner.Dispose();
}

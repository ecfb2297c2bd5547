using SteerScope.Compute;

namespace SteerScope.Core.Tests.Steering;

/// <summary>Passes everything on and counts the rows that go through linear maps.</summary>
internal sealed class CountingOps<T>(ITensorOps<T> inner, int vocabulary) : ITensorOps<T>
    where T : class, IDisposable
{
    /// <summary>Rows through the maps inside blocks.</summary>
    public long BlockRows { get; private set; }

    /// <summary>Rows through the whole head.</summary>
    public long VocabularyRows { get; private set; }

    /// <summary>Single logits that were asked for.</summary>
    public long AskedLogits { get; private set; }

    public string Name => inner.Name;

    public void Reset() => (BlockRows, VocabularyRows, AskedLogits) = (0, 0, 0);

    public T Linear(T x, LinearWeight weight)
    {
        if (weight.Outputs == vocabulary)
        {
            VocabularyRows += inner.Rows(x);
        }
        else
        {
            BlockRows += inner.Rows(x);
        }

        return inner.Linear(x, weight);
    }

    public T LinearOutputs(T x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        AskedLogits += (long)inner.Rows(x) * outputs.Count;
        return inner.LinearOutputs(x, weight, outputs);
    }

    public int Rows(T x) => inner.Rows(x);

    public int Columns(T x) => inner.Columns(x);

    public T Upload(ReadOnlySpan<float> values, int rows, int columns) => inner.Upload(values, rows, columns);

    public void Download(T x, Span<float> destination) => inner.Download(x, destination);

    public LinearWeight LoadLinear(LinearSource source) => inner.LoadLinear(source);

    public T Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f) => inner.Embed(table, ids, scale);

    public T RmsNorm(T x, T gain, float epsilon, float offset = 0f) => inner.RmsNorm(x, gain, epsilon, offset);

    public T LayerNorm(T x, T gain, T? bias, float epsilon) => inner.LayerNorm(x, gain, bias, epsilon);

    public void Rotate(T x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim) =>
        inner.Rotate(x, table, positions, heads, headDim);

    public T Attention(T q, T k, T v, T? cachedKeys, T? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape) =>
        inner.Attention(q, k, v, cachedKeys, cachedValues, segments, shape);

    public void Add(T x, T y) => inner.Add(x, y);

    public void Activate(T x, Activation activation) => inner.Activate(x, activation);

    public void GatedActivate(T gate, T up, Activation activation) => inner.GatedActivate(gate, up, activation);

    public void SoftCap(T x, float cap) => inner.SoftCap(x, cap);

    public T GatherRows(T x, IReadOnlyList<int> rows) => inner.GatherRows(x, rows);

    public void AddScaledRows(T x, T vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale) =>
        inner.AddScaledRows(x, vectors, vectorRow, scale);

    public double[] RowNorms(T x) => inner.RowNorms(x);

    public double[] LogSumExp(T x) => inner.LogSumExp(x);

    public double[] ColumnSums(T x, IReadOnlyList<int> rows) => inner.ColumnSums(x, rows);

    public void Dispose() => inner.Dispose();
}

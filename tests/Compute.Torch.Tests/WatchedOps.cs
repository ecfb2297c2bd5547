using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>Operations that note what is brought to the device, and of which the one with a chosen number throws, as if memory had run out there.</summary>
internal sealed class WatchedOps(ITensorOps<Tensor> inner) : ITensorOps<Tensor>
{
    private int left = int.MaxValue;

    /// <summary>Names of the matrices that were loaded, in order.</summary>
    public List<string> Loaded { get; } = [];

    /// <summary>Bytes of all that was brought over.</summary>
    public long Bytes { get; private set; }

    public string Name => inner.Name;

    /// <summary>Lets so many operations pass before one throws <see cref="InvalidOperationException"/>.</summary>
    public void FailAfter(int operations) => left = operations;

    public int Rows(Tensor x) => inner.Rows(x);

    public int Columns(Tensor x) => inner.Columns(x);

    public Tensor Upload(ReadOnlySpan<float> values, int rows, int columns)
    {
        Count();
        Bytes += sizeof(float) * (long)values.Length;
        return inner.Upload(values, rows, columns);
    }

    public void Download(Tensor x, Span<float> destination)
    {
        Count();
        inner.Download(x, destination);
    }

    public LinearWeight LoadLinear(LinearSource source)
    {
        Count();
        var weight = inner.LoadLinear(source);
        Loaded.Add(source.Weight.Name);
        Bytes += weight.DeviceBytes;
        return weight;
    }

    public Tensor Linear(Tensor x, LinearWeight weight) => Counted(() => inner.Linear(x, weight));

    public Tensor LinearOutputs(Tensor x, LinearWeight weight, IReadOnlyList<int> outputs) => Counted(() => inner.LinearOutputs(x, weight, outputs));

    public Tensor Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f) => Counted(() => inner.Embed(table, ids, scale));

    public Tensor RmsNorm(Tensor x, Tensor gain, float epsilon, float offset = 0f) => Counted(() => inner.RmsNorm(x, gain, epsilon, offset));

    public Tensor LayerNorm(Tensor x, Tensor gain, Tensor? bias, float epsilon) => Counted(() => inner.LayerNorm(x, gain, bias, epsilon));

    public void Rotate(Tensor x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim)
    {
        Count();
        inner.Rotate(x, table, positions, heads, headDim);
    }

    public Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? cachedKeys, Tensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape) =>
        Counted(() => inner.Attention(q, k, v, cachedKeys, cachedValues, segments, shape));

    public void Add(Tensor x, Tensor y)
    {
        Count();
        inner.Add(x, y);
    }

    public void Activate(Tensor x, Activation activation)
    {
        Count();
        inner.Activate(x, activation);
    }

    public void GatedActivate(Tensor gate, Tensor up, Activation activation)
    {
        Count();
        inner.GatedActivate(gate, up, activation);
    }

    public void SoftCap(Tensor x, float cap)
    {
        Count();
        inner.SoftCap(x, cap);
    }

    public Tensor GatherRows(Tensor x, IReadOnlyList<int> rows) => Counted(() => inner.GatherRows(x, rows));

    public void AddScaledRows(Tensor x, Tensor vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale)
    {
        Count();
        inner.AddScaledRows(x, vectors, vectorRow, scale);
    }

    public double[] RowNorms(Tensor x) => Counted(() => inner.RowNorms(x));

    public double[] LogSumExp(Tensor x) => Counted(() => inner.LogSumExp(x));

    public double[] ColumnSums(Tensor x, IReadOnlyList<int> rows) => Counted(() => inner.ColumnSums(x, rows));

    public void Dispose() => inner.Dispose();

    private TResult Counted<TResult>(Func<TResult> operation)
    {
        Count();
        return operation();
    }

    private void Count()
    {
        if (left-- == 0)
        {
            throw new InvalidOperationException("as asked");
        }
    }
}

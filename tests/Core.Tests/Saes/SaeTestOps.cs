using SteerScope.Compute;
using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

internal sealed class SaeTestTensor(float[] values, int rows, int columns) : IDisposable
{
    public float[] Values { get; } = values;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public bool Disposed { get; private set; }

    public void Dispose() => Disposed = true;
}

/// <summary>The two operations that an SAE needs, in plain loops; sums in double so that the tests see the formula and not a kernel.</summary>
internal sealed class SaeTestOps : ITensorOps<SaeTestTensor>
{
    private readonly List<SaeTestTensor> made = [];

    public string Name => "test";

    public bool AllDisposed => made.TrueForAll(tensor => tensor.Disposed);

    public int LargestUpload { get; private set; }

    public int Rows(SaeTestTensor x) => x.Rows;

    public int Columns(SaeTestTensor x) => x.Columns;

    public SaeTestTensor Upload(ReadOnlySpan<float> values, int rows, int columns)
    {
        Assert.Equal(rows * columns, values.Length);
        LargestUpload = Math.Max(LargestUpload, rows);
        return Make(values.ToArray(), rows, columns);
    }

    public void Download(SaeTestTensor x, Span<float> destination) => x.Values.CopyTo(destination);

    public LinearWeight LoadLinear(LinearSource source) => new Weight(source);

    public SaeTestTensor Linear(SaeTestTensor x, LinearWeight weight)
    {
        var linear = (Weight)weight;
        var y = new float[x.Rows * linear.Outputs];
        for (var n = 0; n < x.Rows; n++)
        {
            for (var o = 0; o < linear.Outputs; o++)
            {
                double sum = linear.Bias is null ? 0 : linear.Bias[o];
                for (var i = 0; i < linear.Inputs; i++)
                {
                    sum += (double)x.Values[(n * linear.Inputs) + i] * linear.At(o, i);
                }

                y[(n * linear.Outputs) + o] = (float)sum;
            }
        }

        return Make(y, x.Rows, linear.Outputs);
    }

    public SaeTestTensor LinearOutputs(SaeTestTensor x, LinearWeight weight, IReadOnlyList<int> outputs) => throw new NotSupportedException();

    public SaeTestTensor Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f) => throw new NotSupportedException();

    public SaeTestTensor RmsNorm(SaeTestTensor x, SaeTestTensor gain, float epsilon, float offset = 0f) => throw new NotSupportedException();

    public SaeTestTensor LayerNorm(SaeTestTensor x, SaeTestTensor gain, SaeTestTensor? bias, float epsilon) => throw new NotSupportedException();

    public void Rotate(SaeTestTensor x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim) => throw new NotSupportedException();

    public SaeTestTensor Attention(SaeTestTensor q, SaeTestTensor k, SaeTestTensor v, SaeTestTensor? cachedKeys, SaeTestTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape) => throw new NotSupportedException();

    public void Add(SaeTestTensor x, SaeTestTensor y) => throw new NotSupportedException();

    public void Activate(SaeTestTensor x, Activation activation) => throw new NotSupportedException();

    public void GatedActivate(SaeTestTensor gate, SaeTestTensor up, Activation activation) => throw new NotSupportedException();

    public void SoftCap(SaeTestTensor x, float cap) => throw new NotSupportedException();

    public SaeTestTensor GatherRows(SaeTestTensor x, IReadOnlyList<int> rows) => throw new NotSupportedException();

    public void AddScaledRows(SaeTestTensor x, SaeTestTensor vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale) => throw new NotSupportedException();

    public double[] RowNorms(SaeTestTensor x) => throw new NotSupportedException();

    public double[] LogSumExp(SaeTestTensor x) => throw new NotSupportedException();

    public double[] ColumnSums(SaeTestTensor x, IReadOnlyList<int> rows) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private SaeTestTensor Make(float[] values, int rows, int columns)
    {
        var tensor = new SaeTestTensor(values, rows, columns);
        made.Add(tensor);
        return tensor;
    }

    private sealed class Weight(LinearSource source) : LinearWeight
    {
        private readonly float[] values = source.Weight.ToFloats();

        public float[]? Bias { get; } = source.Bias is null ? null : source.Bias.ToFloats();

        public override int Outputs => source.OutputCount;

        public override int Inputs => source.InputCount;

        public override long DeviceBytes => values.Length * 4L;

        public float At(int output, int input) => source.Layout == WeightLayout.InputsByOutputs
            ? values[(input * Outputs) + output]
            : values[(output * Inputs) + input];

        protected override void Dispose(bool disposing)
        {
        }
    }
}

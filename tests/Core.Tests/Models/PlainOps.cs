using SteerScope.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>
/// The tensor operations as nested loops in double, written from their definitions and sharing nothing with the
/// providers: an oracle. It counts what is alive, and fails on demand, so that leaks show.
/// </summary>
internal sealed class PlainOps : ITensorOps<PlainTensor>
{
    private readonly HashSet<IDisposable> alive = [];
    private int calls;

    public string Name => "plain";

    public int Alive => alive.Count;

    public int Calls => calls;

    /// <summary>The call to an operation, counted from 1, that throws; 0 for none.</summary>
    public int FailAt { get; set; }

    public int Rows(PlainTensor x) => x.Rows;

    public int Columns(PlainTensor x) => x.Columns;

    public PlainTensor Upload(ReadOnlySpan<float> values, int rows, int columns)
    {
        Assert.Equal(rows * columns, values.Length);
        var y = New(rows, columns);
        for (var i = 0; i < values.Length; i++)
        {
            y.Values[i] = values[i];
        }

        return y;
    }

    public void Download(PlainTensor x, Span<float> destination)
    {
        Assert.Equal(x.Values.Length, destination.Length);
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)x.Values[i];
        }
    }

    public LinearWeight LoadLinear(LinearSource source)
    {
        Count();
        var weight = new PlainWeight(source, alive);
        alive.Add(weight);
        return weight;
    }

    public PlainTensor Linear(PlainTensor x, LinearWeight weight) => LinearOutputs(x, weight, [.. Enumerable.Range(0, weight.Outputs)]);

    public PlainTensor LinearOutputs(PlainTensor x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        var w = (PlainWeight)weight;
        Assert.Equal(w.Inputs, x.Columns);
        return Fill(x.Rows, outputs.Count, (n, o) =>
        {
            var sum = w.Bias(outputs[o]);
            for (var i = 0; i < w.Inputs; i++)
            {
                sum += x[n, i] * w[outputs[o], i];
            }

            return sum;
        });
    }

    public PlainTensor Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1) =>
        Fill(ids.Count, table.Inputs, (n, i) => ((PlainWeight)table)[ids[n], i] * scale);

    public PlainTensor RmsNorm(PlainTensor x, PlainTensor gain, float epsilon, float offset = 0)
    {
        Assert.Equal(0, x.Columns % gain.Columns);
        return Fill(x.Rows, x.Columns, (n, c) =>
        {
            var first = c / gain.Columns * gain.Columns;
            var mean = Enumerable.Range(first, gain.Columns).Average(i => x[n, i] * x[n, i]);
            return x[n, c] / Math.Sqrt(mean + epsilon) * (gain[0, c - first] + offset);
        });
    }

    public PlainTensor LayerNorm(PlainTensor x, PlainTensor gain, PlainTensor? bias, float epsilon)
    {
        Assert.Equal(x.Columns, gain.Columns);
        return Fill(x.Rows, x.Columns, (n, c) =>
        {
            var mean = Enumerable.Range(0, x.Columns).Average(i => x[n, i]);
            var variance = Enumerable.Range(0, x.Columns).Average(i => (x[n, i] - mean) * (x[n, i] - mean));
            return ((x[n, c] - mean) / Math.Sqrt(variance + epsilon) * gain[0, c]) + (bias?[0, c] ?? 0);
        });
    }

    public void Rotate(PlainTensor x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim)
    {
        Count();
        Assert.Equal((positions.Count, heads * headDim), (x.Rows, x.Columns));
        var half = table.Frequencies.Count;
        for (var n = 0; n < x.Rows; n++)
        {
            for (var h = 0; h < heads; h++)
            {
                for (var i = 0; i < half; i++)
                {
                    var (sin, cos) = Math.SinCos(positions[n] * table.Frequencies[i]);
                    var (a, b) = (x[n, (h * headDim) + i], x[n, (h * headDim) + half + i]);
                    x[n, (h * headDim) + i] = ((a * cos) - (b * sin)) * table.AttentionScaling;
                    x[n, (h * headDim) + half + i] = ((b * cos) + (a * sin)) * table.AttentionScaling;
                }
            }
        }
    }

    public PlainTensor Attention(
        PlainTensor q, PlainTensor k, PlainTensor v, PlainTensor? cachedKeys, PlainTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        Count();
        var y = New(q.Rows, shape.Heads * shape.HeadDim);
        foreach (var segment in segments)
        {
            var keys = segment.Context
                .Append(new KeySpan(false, segment.Start, segment.Length))
                .SelectMany(span => Enumerable.Range(span.Start, span.Length).Select(row => (span.Cached, Row: row)))
                .ToList();
            Assert.Equal(segment.Position + segment.Length, keys.Count);
            for (var i = 0; i < segment.Length; i++)
            {
                var position = segment.Position + i;
                var first = shape.SlidingWindow > 0 ? Math.Max(0, position - shape.SlidingWindow + 1) : 0;
                for (var h = 0; h < shape.Heads; h++)
                {
                    Attend(h, segment.Start + i, keys[first..(position + 1)]);
                }
            }
        }

        return y;

        void Attend(int head, int row, List<(bool Cached, int Row)> keys)
        {
            var (from, group) = (head * shape.HeadDim, head / (shape.Heads / shape.KeyValueHeads) * shape.HeadDim);
            var weights = keys.Select(key =>
            {
                var source = key.Cached ? cachedKeys! : k;
                var score = Enumerable.Range(0, shape.HeadDim).Sum(i => q[row, from + i] * source[key.Row, group + i]) * shape.Scale;
                return shape.SoftCap > 0 ? shape.SoftCap * Math.Tanh(score / shape.SoftCap) : score;
            }).ToArray();
            var max = weights.Max();
            weights = [.. weights.Select(score => Math.Exp(score - max))];
            var total = weights.Sum();
            for (var i = 0; i < shape.HeadDim; i++)
            {
                y[row, from + i] = keys.Select((key, j) => weights[j] / total * (key.Cached ? cachedValues! : v)[key.Row, group + i]).Sum();
            }
        }
    }

    public void Add(PlainTensor x, PlainTensor y)
    {
        Assert.Equal((x.Rows, x.Columns), (y.Rows, y.Columns));
        Change(x, i => x.Values[i] + y.Values[i]);
    }

    public void Activate(PlainTensor x, Activation activation) => Change(x, i => Apply(x.Values[i], activation));

    public void GatedActivate(PlainTensor gate, PlainTensor up, Activation activation) =>
        Change(gate, i => Apply(gate.Values[i], activation) * up.Values[i]);

    public void SoftCap(PlainTensor x, float cap) => Change(x, i => cap * Math.Tanh(x.Values[i] / cap));

    public PlainTensor GatherRows(PlainTensor x, IReadOnlyList<int> rows) => Fill(rows.Count, x.Columns, (n, c) => x[rows[n], c]);

    public void AddScaledRows(PlainTensor x, PlainTensor vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale)
    {
        Assert.Equal((x.Rows, x.Rows), (vectorRow.Count, scale.Count));
        Change(x, i => vectorRow[i / x.Columns] is var row and >= 0
            ? x.Values[i] + (scale[i / x.Columns] * vectors[row, i % x.Columns])
            : x.Values[i]);
    }

    public double[] RowNorms(PlainTensor x) =>
        [.. Enumerable.Range(0, x.Rows).Select(n => Math.Sqrt(Enumerable.Range(0, x.Columns).Sum(c => x[n, c] * x[n, c])))];

    public double[] LogSumExp(PlainTensor x) =>
        [.. Enumerable.Range(0, x.Rows).Select(n => Math.Log(Enumerable.Range(0, x.Columns).Sum(c => Math.Exp(x[n, c]))))];

    public double[] ColumnSums(PlainTensor x, IReadOnlyList<int> rows) =>
        [.. Enumerable.Range(0, x.Columns).Select(c => rows.Sum(n => x[n, c]))];

    public void Dispose()
    {
    }

    private static double Apply(double x, Activation activation) => activation switch
    {
        Activation.Silu => x / (1 + Math.Exp(-x)),
        Activation.Gelu => x * Normal(x),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Relu => Math.Max(x, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>Phi(x) by its Taylor series (Abramowitz and Stegun 26.2.11), good to 1e-12 where it is not 0 or 1.</summary>
    private static double Normal(double x)
    {
        if (Math.Abs(x) > 7)
        {
            return x > 0 ? 1 : 0;
        }

        var (sum, term) = (x, x);
        for (var k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); k += 2)
        {
            term *= x * x / k;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    private PlainTensor Fill(int rows, int columns, Func<int, int, double> value)
    {
        var y = New(rows, columns);
        for (var i = 0; i < y.Values.Length; i++)
        {
            y.Values[i] = value(i / columns, i % columns);
        }

        return y;
    }

    private void Change(PlainTensor x, Func<int, double> value)
    {
        Count();
        for (var i = 0; i < x.Values.Length; i++)
        {
            x.Values[i] = value(i);
        }
    }

    private PlainTensor New(int rows, int columns)
    {
        Count();
        var tensor = new PlainTensor(rows, columns, alive);
        alive.Add(tensor);
        return tensor;
    }

    private void Count()
    {
        if (++calls == FailAt)
        {
            throw new InvalidOperationException($"Operation {calls} fails, as asked.");
        }
    }
}

using SteerScope.Compute;

namespace SteerScope.Tests.Support.Compute;

/// <summary>
/// Every operation as its formula reads, in double and with nested loops: the oracle for the providers and the transformers.
/// Slow on purpose.
/// </summary>
public sealed class ReferenceOps : ITensorOps<ReferenceTensor>
{
    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public int Rows(ReferenceTensor x) => x.Rows;

    /// <inheritdoc/>
    public int Columns(ReferenceTensor x) => x.Columns;

    /// <inheritdoc/>
    public ReferenceTensor Upload(ReadOnlySpan<float> values, int rows, int columns)
    {
        Require(values.Length == rows * columns, $"[{values.Length}] values for [{rows}, {columns}]");
        var x = new ReferenceTensor(rows, columns);
        for (var index = 0; index < values.Length; index++)
        {
            x.Values[index] = values[index];
        }

        return x;
    }

    /// <inheritdoc/>
    public void Download(ReferenceTensor x, Span<float> destination)
    {
        Require(destination.Length == x.Values.Length, $"{x.Shape} for [{destination.Length}] values");
        for (var index = 0; index < destination.Length; index++)
        {
            destination[index] = (float)x.Values[index];
        }
    }

    /// <inheritdoc/>
    public LinearWeight LoadLinear(LinearSource source) => new ReferenceWeight(source);

    /// <inheritdoc/>
    public ReferenceTensor Linear(ReferenceTensor x, LinearWeight weight) =>
        LinearOutputs(x, weight, [.. Enumerable.Range(0, weight.Outputs)]);

    /// <inheritdoc/>
    public ReferenceTensor LinearOutputs(ReferenceTensor x, LinearWeight weight, IReadOnlyList<int> outputs)
    {
        var w = (ReferenceWeight)weight;
        Require(x.Columns == w.Inputs, $"{x.Shape} for [{w.Outputs}, {w.Inputs}]");
        return Fill(x.Rows, outputs.Count, (row, column) =>
        {
            var sum = 0.0;
            for (var input = 0; input < w.Inputs; input++)
            {
                sum += x[row, input] * w[outputs[column], input];
            }

            return sum + w.Bias(outputs[column]);
        });
    }

    /// <inheritdoc/>
    public ReferenceTensor Embed(LinearWeight table, IReadOnlyList<int> ids, float scale = 1f) =>
        Fill(ids.Count, table.Inputs, (row, column) => ((ReferenceWeight)table)[ids[row], column] * scale);

    /// <inheritdoc/>
    public ReferenceTensor RmsNorm(ReferenceTensor x, ReferenceTensor gain, float epsilon, float offset = 0f)
    {
        var width = gain.Columns;
        Require(gain.Rows == 1 && x.Columns % width == 0, $"{x.Shape} for gain {gain.Shape}");
        return Fill(x.Rows, x.Columns, (row, column) =>
        {
            var first = column / width * width;
            var squares = 0.0;
            for (var other = first; other < first + width; other++)
            {
                squares += x[row, other] * x[row, other];
            }

            return x[row, column] / Math.Sqrt((squares / width) + epsilon) * (gain[0, column - first] + offset);
        });
    }

    /// <inheritdoc/>
    public ReferenceTensor LayerNorm(ReferenceTensor x, ReferenceTensor gain, ReferenceTensor? bias, float epsilon)
    {
        Require(gain.Rows == 1 && gain.Columns == x.Columns, $"{x.Shape} for gain {gain.Shape}");
        Require(bias is null || (bias.Rows == 1 && bias.Columns == x.Columns), $"{x.Shape} for bias {bias?.Shape}");
        var y = new ReferenceTensor(x.Rows, x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Values.Slice(row * x.Columns, x.Columns).ToArray();
            var mean = values.Average();
            var variance = values.Average(value => (value - mean) * (value - mean));
            for (var column = 0; column < x.Columns; column++)
            {
                y[row, column] = ((x[row, column] - mean) / Math.Sqrt(variance + epsilon) * gain[0, column]) + (bias?[0, column] ?? 0);
            }
        }

        return y;
    }

    /// <inheritdoc/>
    public void Rotate(ReferenceTensor x, RotaryTable table, IReadOnlyList<int> positions, int heads, int headDim)
    {
        var pairs = table.Frequencies.Count;
        Require(x.Columns == heads * headDim && positions.Count == x.Rows && 2 * pairs <= headDim, $"{x.Shape} for {heads} heads of {headDim}, {positions.Count} positions, {pairs} pairs");
        for (var row = 0; row < x.Rows; row++)
        {
            for (var head = 0; head < heads; head++)
            {
                for (var pair = 0; pair < pairs; pair++)
                {
                    var (sine, cosine) = Math.SinCos(positions[row] * table.Frequencies[pair]);
                    var first = (head * headDim) + pair;
                    var (a, b) = (x[row, first], x[row, first + pairs]);
                    x[row, first] = ((a * cosine) - (b * sine)) * table.AttentionScaling;
                    x[row, first + pairs] = ((b * cosine) + (a * sine)) * table.AttentionScaling;
                }
            }
        }
    }

    /// <inheritdoc/>
    public ReferenceTensor Attention(ReferenceTensor q, ReferenceTensor k, ReferenceTensor v, ReferenceTensor? cachedKeys, ReferenceTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape) =>
        ReferenceAttention.Run(q, k, v, cachedKeys, cachedValues, segments, shape);

    /// <inheritdoc/>
    public void Add(ReferenceTensor x, ReferenceTensor y)
    {
        Require(x.Rows == y.Rows && x.Columns == y.Columns, $"{x.Shape} and {y.Shape}");
        Change(x, (row, column) => x[row, column] + y[row, column]);
    }

    /// <inheritdoc/>
    public void Activate(ReferenceTensor x, Activation activation) =>
        Change(x, (row, column) => ReferenceFunctions.Activate(x[row, column], activation));

    /// <inheritdoc/>
    public void GatedActivate(ReferenceTensor gate, ReferenceTensor up, Activation activation)
    {
        Require(gate.Rows == up.Rows && gate.Columns == up.Columns, $"{gate.Shape} and {up.Shape}");
        Change(gate, (row, column) => ReferenceFunctions.Activate(gate[row, column], activation) * up[row, column]);
    }

    /// <inheritdoc/>
    public void SoftCap(ReferenceTensor x, float cap) =>
        Change(x, (row, column) => cap * Math.Tanh(x[row, column] / cap));

    /// <inheritdoc/>
    public ReferenceTensor GatherRows(ReferenceTensor x, IReadOnlyList<int> rows) =>
        Fill(rows.Count, x.Columns, (row, column) => x[rows[row], column]);

    /// <inheritdoc/>
    public void AddScaledRows(ReferenceTensor x, ReferenceTensor vectors, IReadOnlyList<int> vectorRow, IReadOnlyList<float> scale)
    {
        Require(x.Columns == vectors.Columns && vectorRow.Count == x.Rows && scale.Count == x.Rows, $"{x.Shape}, {vectors.Shape}, [{vectorRow.Count}], [{scale.Count}]");
        Change(x, (row, column) => vectorRow[row] < 0 ? x[row, column] : x[row, column] + (scale[row] * vectors[vectorRow[row], column]));
    }

    /// <inheritdoc/>
    public double[] LogSumExp(ReferenceTensor x) =>
        [.. Enumerable.Range(0, x.Rows).Select(row =>
        {
            var largest = Enumerable.Range(0, x.Columns).Max(column => x[row, column]);
            return largest + Math.Log(Enumerable.Range(0, x.Columns).Sum(column => Math.Exp(x[row, column] - largest)));
        })];

    public double[] RowNorms(ReferenceTensor x) =>
        [.. Enumerable.Range(0, x.Rows).Select(row => Math.Sqrt(Enumerable.Range(0, x.Columns).Sum(column => x[row, column] * x[row, column])))];

    /// <inheritdoc/>
    public double[] ColumnSums(ReferenceTensor x, IReadOnlyList<int> rows) =>
        [.. Enumerable.Range(0, x.Columns).Select(column => rows.Sum(row => x[row, column]))];

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static ReferenceTensor Fill(int rows, int columns, Func<int, int, double> value)
    {
        var y = new ReferenceTensor(rows, columns);
        Change(y, value);
        return y;
    }

    private static void Change(ReferenceTensor x, Func<int, int, double> value)
    {
        for (var row = 0; row < x.Rows; row++)
        {
            for (var column = 0; column < x.Columns; column++)
            {
                x[row, column] = value(row, column);
            }
        }
    }

    private static void Require(bool holds, string shapes)
    {
        if (!holds)
        {
            throw new ArgumentException($"Shapes do not fit: {shapes}.");
        }
    }
}

namespace SteerScope.Saes.Training;

/// <summary>Adds up a <see cref="HeldOutScore"/>, batch by batch, in double.</summary>
internal sealed class HeldOutSums(SaeObjective objective, SaeParameters parameters, int batch)
{
    private readonly double[] sums = new double[parameters.Width];
    private readonly bool[] seen = new bool[parameters.Features];
    private double square;
    private double errors;
    private double active;
    private long tokens;

    /// <summary>Adds rows [n, d].</summary>
    public void Add(float[] rows)
    {
        var (d, f) = (parameters.Width, parameters.Features);
        for (var first = 0; first < rows.Length / d; first += batch)
        {
            var part = rows[(first * d)..Math.Min((first + batch) * d, rows.Length)];
            var count = part.Length / d;
            var score = objective.Forward(parameters, part, count);
            errors += score.SquaredError * count;
            active += score.L0 * count;
            tokens += count;
            for (var at = 0; at < part.Length; at++)
            {
                sums[at % d] += part[at];
                square += (double)part[at] * part[at];
            }

            for (var at = 0; at < count * f; at++)
            {
                seen[at % f] |= objective.Workspace.Activations[at] > 0;
            }
        }
    }

    /// <summary>The score of all rows.</summary>
    public HeldOutScore Score() => new(
        tokens,
        1 - (errors / (square - (sums.Sum(sum => sum * sum) / tokens))),
        active / tokens,
        (double)seen.Count(feature => !feature) / seen.Length);
}

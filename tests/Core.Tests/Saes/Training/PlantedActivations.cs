using SteerScope.Prompts;
using SteerScope.Saes.Training;
using SteerScope.Statistics;

namespace SteerScope.Core.Tests.Saes.Training;

/// <summary>Rows that are sparse sums of known directions plus an offset, made from their positions alone.</summary>
internal sealed class PlantedActivations : IActivationSource
{
    private const int HeldOutRows = 512;
    private const long HeldOutAt = 1L << 40;

    private readonly int active;
    private readonly double[] offset;

    public PlantedActivations(int width, int directions, int active, int layers = 1)
    {
        Width = width;
        this.active = active;
        Layers = [.. Enumerable.Range(0, layers)];
        var random = new SplitMix64(99);
        Directions = [.. Enumerable.Range(0, directions).Select(_ => Unit([.. Enumerable.Range(0, width).Select(_ => Normal(random))]))];
        offset = [.. Enumerable.Range(0, width).Select(_ => 0.5 * Normal(random))];
    }

    /// <summary>The directions, of norm 1.</summary>
    public double[][] Directions { get; }

    public int Width { get; }

    public IReadOnlyList<int> Layers { get; }

    /// <summary>Positions that blocks were read from.</summary>
    public List<long> Reads { get; } = [];

    /// <summary>Runs before a block is read.</summary>
    public Action<int> OnRead { get; init; } = _ => { };

    public ActivationBlock Read(long position, int rows, CancellationToken cancellation)
    {
        Reads.Add(position);
        OnRead(Reads.Count);
        cancellation.ThrowIfCancellationRequested();
        return new ActivationBlock([.. Layers.Select(layer => Rows(position, rows, layer))], position + rows);
    }

    public IEnumerable<IReadOnlyList<float[]>> HeldOut(CancellationToken cancellation)
    {
        for (var part = 0; part < 3; part++)
        {
            yield return [.. Layers.Select(layer => Rows(HeldOutAt + (part * HeldOutRows), HeldOutRows, layer))];
        }
    }

    /// <summary>Mean over the planted directions of the largest cosine with a decoder row.</summary>
    public double Recovered(float[] decoder)
    {
        double[][] rows = [.. decoder.Chunk(Width).Select(row => Array.ConvertAll(row, value => (double)value))];
        return Directions.Average(direction => rows.Max(row => VectorMath.Cosine(direction, row) ?? 0));
    }

    private float[] Rows(long position, int rows, int layer)
    {
        var values = new float[rows * Width];
        for (var row = 0; row < rows; row++)
        {
            var random = new SplitMix64((ulong)(position + row) ^ ((ulong)layer << 50));
            var sum = (double[])offset.Clone();
            for (var i = 0; i < active; i++)
            {
                VectorMath.AddScaled(sum, 1 + Uniform(random), Directions[random.Below(Directions.Length)]);
            }

            for (var i = 0; i < Width; i++)
            {
                values[(row * Width) + i] = (float)(3 * sum[i]);
            }
        }

        return values;
    }

    private static double Uniform(SplitMix64 random) => (random.Next() >> 11) / (double)(1L << 53);

    private static double Normal(SplitMix64 random) => Enumerable.Range(0, 12).Sum(_ => Uniform(random)) - 6;

    private static double[] Unit(double[] values) => VectorMath.Scaled(values, 1 / VectorMath.Norm(values));
}

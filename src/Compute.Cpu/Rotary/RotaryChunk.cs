namespace SteerScope.Compute.Cpu.Rotary;

/// <summary>Cosines and sines of some consecutive positions.</summary>
internal sealed class RotaryChunk
{
    /// <summary>Positions in a chunk.</summary>
    public const int Positions = 256;

    private readonly int width;
    private readonly float[] cosines;
    private readonly float[] sines;

    /// <summary>Computes a chunk: angles, cosines and sines in double, rounded once.</summary>
    public RotaryChunk(RotaryTable table, int chunk)
    {
        width = table.Frequencies.Count;
        cosines = new float[Positions * width];
        sines = new float[Positions * width];
        for (var index = 0; index < Positions; index++)
        {
            var position = ((double)chunk * Positions) + index;
            for (var pair = 0; pair < width; pair++)
            {
                var (sine, cosine) = Math.SinCos(position * table.Frequencies[pair]);
                cosines[(index * width) + pair] = (float)(cosine * table.AttentionScaling);
                sines[(index * width) + pair] = (float)(sine * table.AttentionScaling);
            }
        }
    }

    /// <summary>Cosines of one position, one per pair.</summary>
    public ReadOnlySpan<float> Cosines(int index) => cosines.AsSpan(index * width, width);

    /// <summary>Sines of one position, one per pair.</summary>
    public ReadOnlySpan<float> Sines(int index) => sines.AsSpan(index * width, width);
}

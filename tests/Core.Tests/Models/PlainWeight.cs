using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Core.Tests.Models;

/// <summary>A linear map in double, as it lies in the file.</summary>
internal sealed class PlainWeight(LinearSource source, HashSet<IDisposable> alive) : LinearWeight
{
    private readonly double[] weight = source.Weight.ToDoubles();
    private readonly double[]? bias = source.Bias?.ToDoubles();

    public override int Outputs => source.OutputCount;

    public override int Inputs => source.InputCount;

    public override long DeviceBytes => sizeof(double) * ((long)Outputs * Inputs);

    public double this[int output, int input] => source.Layout == WeightLayout.OutputsByInputs
        ? weight[(Stored(output) * Inputs) + input]
        : weight[(input * source.Weight.Shape[1]) + Stored(output)];

    public double Bias(int output) => bias?[Stored(output)] ?? 0;

    protected override void Dispose(bool disposing)
    {
        if (!alive.Remove(this))
        {
            throw new ObjectDisposedException(nameof(PlainWeight), "freed twice");
        }
    }

    private int Stored(int output) => source.Outputs?[output] ?? output;
}

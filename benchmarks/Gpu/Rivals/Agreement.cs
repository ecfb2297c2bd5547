using System.Globalization;
using SteerScope.Devices;

namespace SteerScope.GpuBenchmark.Rivals;

/// <summary>How far the rival's numbers are from ours: two programs that compute different things are not to be compared.</summary>
/// <param name="Largest">Largest difference; of a number above 1 relative to it.</param>
/// <param name="Relative">Norm of the differences over the norm of ours.</param>
internal readonly record struct Agreement(double Largest, double Relative)
{
    /// <summary>What float32 must keep. In bfloat16 the two round differently on purpose (docs/torch.md), so that it is only printed.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Compares number by number.</summary>
    /// <exception cref="InvalidOperationException">There are not as many of both.</exception>
    public static Agreement Of(IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
    {
        if (ours.Count != theirs.Count)
        {
            throw new InvalidOperationException($"The rival returned {theirs.Count} numbers, and {ours.Count} were expected.");
        }

        var (largest, differences, squares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < ours.Count; i++)
        {
            var difference = Math.Abs(ours[i] - theirs[i]);

            // NaN is as far as can be; Math.Max keeps it.
            largest = Math.Max(largest, difference / Math.Max(1, Math.Abs(ours[i])));
            differences += difference * difference;
            squares += ours[i] * ours[i];
        }

        return new Agreement(largest, Math.Sqrt(differences / squares));
    }

    /// <summary>Requires what the precision can keep.</summary>
    /// <exception cref="InvalidOperationException">The numbers differ by more.</exception>
    public void Require(Precision precision, string what)
    {
        if (precision == Precision.Float32 && !(Largest <= Tolerance))
        {
            throw new InvalidOperationException($"{what} of the rival differ by {Largest}, and {Tolerance} is allowed in float32: this compares different computations.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"differ by at most {Largest:0.0e0}, in norm by {Relative:0.0e0} of ours");
}

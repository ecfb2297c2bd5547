namespace SteerScope.Compute.Torch.Tests;

/// <summary>bfloat16: the upper half of a binary32.</summary>
internal static class Bfloat16
{
    /// <summary>Largest relative error of rounding to nearest: half of the distance of 8-bit significands, 2^-8 / 2.</summary>
    public const double UnitRoundoff = 1.0 / 512;

    /// <summary>Nearest bfloat16, ties to even.</summary>
    public static float Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000);
    }
}

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>IEEE 754 binary16 as bits, and what turns them into binary32.</summary>
internal static class HalfBits
{
    /// <summary>Sign bit.</summary>
    public const uint Sign = 0x8000;

    /// <summary>Exponent and mantissa.</summary>
    public const uint Magnitude = 0x7fff;

    /// <summary>From binary16's 10 to binary32's 23 bits of mantissa.</summary>
    public const int MantissaShift = 13;

    /// <summary>Exponent of infinities and NaNs, after the shift.</summary>
    public const uint InfinityShifted = 0x7c00u << MantissaShift;

    /// <summary>Infinity of binary32.</summary>
    public const uint SingleInfinity = 0x7f800000;

    /// <summary>2^112: moves the exponent's bias from 15 to 127, denormals included, without rounding.</summary>
    public const float Rebias = 5.192296858534828e33f;
}

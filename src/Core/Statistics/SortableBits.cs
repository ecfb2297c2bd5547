namespace SteerScope.Statistics;

/// <summary>
/// float32 as an unsigned number with the same order: the sign bit of positive numbers is set, negative numbers are
/// inverted. -0 sorts just before +0.
/// </summary>
internal static class SortableBits
{
    public static uint Of(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x8000_0000u) != 0 ? ~bits : bits | 0x8000_0000u;
    }

    public static float ToFloat(uint key) =>
        BitConverter.UInt32BitsToSingle((key & 0x8000_0000u) != 0 ? key & 0x7FFF_FFFFu : ~key);
}

namespace SteerScope.Fuzz.Mutators;

/// <summary>Numbers at the edges of the types that readers put them into.</summary>
internal static class NastyNumbers
{
    /// <summary>Integers.</summary>
    public static IReadOnlyList<long> Integers { get; } =
    [
        0, 1, -1, 2, 3, 4, 7, 8, 16, 63, 64, 100, 127, 128, 255, 256, 1024, 4095, 4096, 4097, 32767, 32768, 65535, 65536, 1 << 20, 1 << 24,
        100_000_000, 1 << 28, 1 << 30, int.MaxValue - 1, int.MaxValue, int.MinValue, 1L + int.MaxValue, uint.MaxValue, 1L + uint.MaxValue,
        1L << 40, 1L << 62, long.MaxValue - 7, long.MaxValue, long.MinValue, -8,
    ];

    /// <summary>Numbers as JSON and YAML spell them, and spellings that JSON does not know.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        .. Integers.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "-0", "0.0", "0.5", "-0.5", "1.0", "4096.0", "1e3", "1E+2", "1e-7", "1e-400", "1e38", "3.5e38", "1e308", "1e309", "-1e309",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "100000000000000000000000000000000000000",
        "0.1e1", "1e0000000001", "1e99999999999", "01", "+1", ".5", "1.", "0x10", "NaN", "Infinity", "-Infinity", ".inf", ".nan",
    ];
}

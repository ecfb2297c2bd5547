using System.Text.Json;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Comparison of float32 results with float64 references: the absolute difference, and a message that says how large it is.</summary>
internal static class Agree
{
    public static void All(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Value(expected[i], actual[i], tolerance, what, i);
        }
    }

    public static void All(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Value(expected[i], actual[i], tolerance, what, i);
        }
    }

    /// <summary>Null in the reference is null here.</summary>
    public static void Number(JsonElement group, string name, double? actual, double tolerance)
    {
        var expected = group.GetProperty(name);
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
            return;
        }

        Assert.NotNull(actual);
        Value(expected.GetDouble(), actual.Value, tolerance, name);
    }

    /// <summary>The same with a tolerance that grows with the number.</summary>
    public static void Ratio(JsonElement group, string name, double? actual, double tolerance)
    {
        var expected = group.GetProperty(name);
        Number(group, name, actual, expected.ValueKind == JsonValueKind.Null ? 0 : tolerance * (1 + Math.Abs(expected.GetDouble())));
    }

    public static void Numbers(JsonElement group, string name, ReadOnlySpan<double> actual, double tolerance) =>
        All([.. group.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())], actual, tolerance, name);

    public static void Value(double expected, double actual, double tolerance, string what, int index = 0)
    {
        var difference = Math.Abs(expected - actual);

        // Written so that NaN fails.
        if (!(difference <= tolerance))
        {
            Assert.Fail($"{what}[{index}]: {actual:R} is not {expected:R}, by {difference:E2}; the tolerance is {tolerance:E1}");
        }
    }
}

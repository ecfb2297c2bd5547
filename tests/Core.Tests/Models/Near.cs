using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>Compares arrays by their largest absolute difference.</summary>
internal static class Near
{
    public static void All(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            // Written so that NaN fails.
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: {actual[i]} is not {expected[i]}");
        }
    }
}

using SteerScope.Reports;
using Xunit;

namespace SteerScope.Core.Tests.Reports;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.04353, "0.0435")]
    [InlineData(-1.8804, "−1.88")]
    [InlineData(9.996, "10.0")]
    [InlineData(1230.4, "1,230")]
    [InlineData(999999.9, "1.00×10⁶")]
    [InlineData(2.5e6, "2.50×10⁶")]
    [InlineData(0.00043, "0.000430")]
    [InlineData(-0.0000123, "−1.23×10⁻⁵")]
    [InlineData(double.MaxValue, "1.80×10³⁰⁸")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.NegativeInfinity, "–")]
    [InlineData(null, "–")]
    public void Significant_AnyNumber_IsReadable(double? value, string expected) => Assert.Equal(expected, NumberText.Significant(value));

    [Theory]
    [InlineData(0.0, "0\u00a0%")]
    [InlineData(1.0, "100\u00a0%")]
    [InlineData(0.00001, "<0.1\u00a0%")]
    [InlineData(0.99999, ">99.9\u00a0%")]
    [InlineData(0.0069, "0.7\u00a0%")]
    [InlineData(0.45, "45\u00a0%")]
    [InlineData(0.974, "97.4\u00a0%")]
    [InlineData(66.256, "6,626\u00a0%")]
    [InlineData(double.NaN, "–")]
    public void Percent_AnyShare_SaysNeverAllOrNothingFalsely(double? value, string expected) => Assert.Equal(expected, NumberText.Percent(value));

    [Theory]
    [InlineData(-0.0004, 3, "0.000")]
    [InlineData(-0.128, 3, "−0.128")]
    [InlineData(1234.5, 1, "1,234.5")]
    public void Fixed_RoundedToZero_HasNoSign(double value, int decimals, string expected) => Assert.Equal(expected, NumberText.Fixed(value, decimals));

    [Theory]
    [InlineData(0.0004303, "0.0004")]
    [InlineData(0.0011, "0.0011")]
    [InlineData(-0.01077, "−0.0108")]
    [InlineData(3.7354, "3.74")]
    [InlineData(0.00000031, "3×10⁻⁷")]
    [InlineData(null, "–")]
    public void Compact_SmallNumber_KeepsToFourDecimals(double? value, string expected) => Assert.Equal(expected, NumberText.Compact(value));

    [Fact]
    public void Count_LargeNumber_IsGrouped() => Assert.Equal(["20,000", "−3", "–"], new long?[] { 20000, -3, null }.Select(NumberText.Count));
}

using SteerScope.Silo.Observability;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Observability;

public sealed class ObservabilityOptionsTests
{
    [Fact]
    public void Parse_Options_AreTaken()
    {
        Assert.Equal(new ObservabilityOptions(), ObservabilityOptions.Parse(null, null));
        Assert.Equal(new ObservabilityOptions(Otlp: true, DashboardPort: 8080), ObservabilityOptions.Parse("otlp", 8080));
        Assert.Equal(new ObservabilityOptions(MetricsPort: 9100), ObservabilityOptions.Parse("9100", null));
    }

    [Theory]
    [InlineData("65536", null, "--metrics")]
    [InlineData("-1", null, "--metrics")]
    [InlineData("prometheus", null, "--metrics")]
    [InlineData(null, -1, "--dashboard")]
    [InlineData(null, 65536, "--dashboard")]
    public void Parse_NoPort_IsOneSentence(string? metrics, int? dashboard, string option) =>
        Assert.StartsWith(option, Assert.Throws<InputException>(() => ObservabilityOptions.Parse(metrics, dashboard)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LocalHost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("localhost.example.org", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("", false)]
    public void IsLoopback_Host_IsKnown(string host, bool loopback) => Assert.Equal(loopback, LoopbackHosts.IsLoopback(host));

    [Fact]
    public void TokenRate_OverTime_LooksBackAMinute()
    {
        var time = new ManualTime();
        var rate = new TokenRate(time);
        Assert.Equal(0, rate.PerSecond());

        time.Advance(TimeSpan.FromSeconds(10));
        rate.Add(600);
        Assert.Equal(60, rate.PerSecond());

        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(10, rate.PerSecond());

        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(0, rate.PerSecond());
    }
}

using System.Diagnostics;
using SteerScope.Client.Composition;
using SteerScope.Devices;
using Xunit;

namespace SteerScope.Client.Tests;

[Collection(InProcess.Name)]
public sealed class UsageTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private static readonly string[] Commands = ["demo", "plan", "run", "status", "retry", "report", "feature", "trace", "sae"];

    [Fact]
    public void Version_IsOneLineAndQuick()
    {
        RealProcess.Run("--version").AssertDone();
        var clock = Stopwatch.StartNew();
        var result = RealProcess.Run("--version").AssertDone();

        // 0.1 s on an idle machine; the rest is room for a busy one.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"{clock.Elapsed}");
        Assert.Matches(@"^steerscope [0-9]+\.[0-9]+\.[0-9]+, (portable|full) build( \(.*\))?, \.NET 10\.[0-9.]+\n$", result.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_NamesEveryCommand(params string[] args)
    {
        var help = InProcess.Run(args).AssertDone().Output;

        Assert.All(Commands, command => Assert.Contains($"\n  {command} ", help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("plan")]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("retry")]
    [InlineData("report")]
    [InlineData("feature")]
    [InlineData("trace")]
    [InlineData("sae", "inspect")]
    [InlineData("sae", "encode")]
    [InlineData("sae", "train")]
    public void Help_OfACommand_DescribesEveryOption(params string[] command)
    {
        var lines = InProcess.Run([.. command, "--help"]).AssertDone().Lines;

        Assert.All(lines.Where(line => line.StartsWith("  --", StringComparison.Ordinal)), line => Assert.Matches(@"^  \S.*?  +\S", line));
    }

    [Theory]
    [InlineData("steerscope has no command rnu, did you mean run?; see steerscope --help.", "rnu")]
    [InlineData("steerscope has no command explode; see steerscope --help.", "explode")]
    [InlineData("steerscope run has no option --wokers, did you mean --workers?; see steerscope run --help.", "run", "--wokers", "3", "spec.yaml")]
    [InlineData("steerscope run has no option --frobnicate; see steerscope run --help.", "run", "--frobnicate")]
    [InlineData("steerscope run takes nothing more, but more.yaml is given; see steerscope run --help.", "run", "spec.yaml", "more.yaml")]
    [InlineData("SPEC is missing; see steerscope run --help.", "run")]
    [InlineData("PATH is missing; see steerscope sae inspect --help.", "sae", "inspect")]
    [InlineData("a command is needed: inspect, encode, train; see steerscope sae --help.", "sae")]
    [InlineData("--workers x: should be a whole number; see steerscope run --help.", "run", "spec.yaml", "--workers", "x")]
    [InlineData("--workers needs a value; see steerscope run --help.", "run", "spec.yaml", "--workers")]
    [InlineData("--out is given more than once; see steerscope run --help.", "run", "spec.yaml", "--out", "a", "--out", "b")]
    [InlineData("--model is missing; see steerscope trace --help.", "trace", "--ids", "1", "--out", "x")]
    [InlineData("--ids needs a value; see steerscope trace --help.", "trace", "--model", "m", "--ids", "--out", "x")]
    [InlineData("--multiplier x: should be a number; see steerscope trace --help.", "trace", "--model", "m", "--ids", "1", "--out", "x", "--multiplier", "x")]
    public void Usage_ThatIsWrong_IsOneSentence(string expected, params string[] args) =>
        Assert.Equal(expected, InProcess.Run(args).AssertWrong());

    [Theory]
    [InlineData("cuda:0")]
    [InlineData("torch-cuda:1")]
    public void Device_ThatThisBuildLacks_IsSaid(string device)
    {
        var spec = world.WriteSpec("unused");
        if (Providers.Build == "portable")
        {
            Assert.Equal(
                $"--device {DeviceName.Canonical(device)}: the portable build has only cpu; the full build, which needs the package TorchSharp, has it: set STEERSCOPE_BUILD=full and start ./steerscope again.",
                InProcess.Run("run", spec, "--device", device).AssertWrong());
        }

        Assert.Equal(
            "--device is 'banana'; it should be cpu, torch-cpu, cuda or cuda:N.", InProcess.Run("run", spec, "--device", "banana").AssertWrong());
    }

    [Theory]
    [InlineData("head:3000")]
    [InlineData("http://head")]
    public void Cluster_ThatIsNone_IsSaid(string address)
    {
        var message = InProcess.Run("run", world.WriteSpec("unused"), "--cluster", address).AssertWrong();

        Assert.StartsWith("--cluster ", message, StringComparison.Ordinal);
        Assert.Contains(Providers.Build == "portable" ? "the portable build has no cluster" : "no cluster address", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("cancel")]
    public void Cluster_ThatIsNotNamed_IsSaid(string command) => Assert.Equal(
        "--cluster is missing; it should name the cluster, such as localhost.", InProcess.Run(command, world.WriteSpec("unused")).AssertWrong());

    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("torch-cpu", "torch-cpu")]
    [InlineData("cuda", "torch-cuda:0")]
    [InlineData("cuda:2", "torch-cuda:2")]
    [InlineData("torch-cuda:02", "torch-cuda:2")]
    public void DeviceName_InAnyForm_IsOneName(string text, string name) => Assert.Equal(name, DeviceName.Canonical(text));
}

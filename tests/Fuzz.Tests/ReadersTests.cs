using SteerScope.Fuzz.Running;
using SteerScope.Fuzz.Targets;
using SteerScope.Models;
using Xunit;
using Xunit.Abstractions;

namespace SteerScope.Fuzz.Tests;

/// <summary>The fixed part of the fuzzing: the same inputs each time, more than a hundred thousand in all. docs/fuzzing.md says how to try more.</summary>
public sealed class ReadersTests(ITestOutputHelper output)
{
    private const ulong Seed = 1;

    // By what one costs, so that each takes a second or two.
    private static readonly Dictionary<string, int> Counts = new()
    {
        ["safetensors"] = 20_000,
        ["checkpoint"] = 6_000,
        ["config"] = 5_000,
        ["index"] = 10_000,
        ["npz"] = 8_000,
        ["pt"] = 12_000,
        ["sae"] = 10_000,
        ["tokenizer"] = 3_000,
        ["spec"] = 1_500,
        ["behaviour"] = 8_000,
        ["corpus"] = 15_000,
        ["artifact"] = 15_000,
        ["state"] = 8_000,
    };

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_BrokenFiles_NeverAFault(string name)
    {
        using var folder = new WorkFolder();
        var target = FuzzTargets.All.Single(t => t.Name == name);
        var options = new FuzzOptions { Seed = Seed, Count = Counts[name], Workers = Environment.ProcessorCount, HangLimit = TimeSpan.FromMinutes(1), WorkFolder = folder.Path };

        var report = await FuzzRunner.RunAsync(target, options);

        output.WriteLine($"{report.Runs} inputs, {report.Accepted} accepted, {report.Messages.Count} kinds of refusals, slowest {report.Slowest.TotalMilliseconds:F0} ms");
        Assert.True(report.Faults.Count == 0, string.Join("\n\n", report.Faults.Select(f => $"{f.Fault.Signature}, {f.Count} times\n{f.Fault.Detail}\n{f.Fault.Command(Seed)}")));
        Assert.Equal(Counts[name], report.Runs);
        Assert.InRange(report.Accepted, target.Seeds.Count, report.Runs);
        if (name != "state")
        {
            Assert.InRange(report.Refused, report.Runs / 10, report.Runs - 1);
        }
    }

    [Fact]
    public void Counts_InAll_AreMoreThanAHundredThousand() => Assert.True(Counts.Values.Sum() > 100_000);

    [Fact]
    public void Seeds_EveryArchitecture_HasOne() =>
        Assert.Superset(TransformerLoader.Supported.ToHashSet(), FuzzTargets.All.Single(target => target.Name == "config").Seeds.Select(seed => seed.Name).ToHashSet());
}

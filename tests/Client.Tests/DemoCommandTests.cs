using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace SteerScope.Client.Tests;

/// <summary><c>steerscope demo</c>, on what ships with the program.</summary>
[Collection(InProcess.Name)]
public sealed partial class DemoCommandTests : IDisposable
{
    private const long MostBytes = 12_000_000;
    private static readonly string[] Behaviours = ["corrigible", "deferential", "risk-seeking"];
    private readonly TempFolder _folder = new();

    [Fact]
    public void Demo_OnTheShippedModel_TellsFiveFindingsAndEveryBehaviourIsSteered()
    {
        var lines = InProcess.Run("demo", "--out", _folder.Root).AssertDone().Lines;

        var findings = lines.Where(line => Numbered().IsMatch(line)).ToArray();
        Assert.Equal(["1. Norms", "2. Zero vector", "3. Scaling", "4. Negative projections", "5. Steering"], findings.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
        var steered = Steered().Matches(findings[^1]);
        Assert.Equal(Behaviours, steered.Select(match => match.Groups[1].Value));
        Assert.All(steered, match => Assert.InRange(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), 0.3, 10));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "results", "tables", "_SUCCESS")));

        // A template of one's own spec: it stands beside what it names, and running it again finds nothing to do.
        var again = InProcess.Run("run", Path.Combine(_folder.Root, "spec.yaml")).AssertDone();
        Assert.DoesNotContain("capture", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_Planted_TellsFindingsOfTheGeneratedModel()
    {
        var lines = InProcess.Run("demo", "--planted", "--out", _folder.Root).AssertDone().Lines;

        Assert.Equal(5, lines.Count(line => Numbered().IsMatch(line)));
        Assert.True(Directory.Exists(Path.Combine(_folder.Root, "planted-llama")));
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "persona-1m6")));
    }

    [Fact]
    public void Demo_IntoAFolderThatCannotBe_SaysSo()
    {
        var file = Path.Combine(_folder.Root, "file");
        File.WriteAllText(file, "");

        var result = InProcess.Run("demo", "--out", Path.Combine(file, "demo"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out, should name a folder that can be", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_WhatShips_IsSmall() =>
        Assert.InRange(new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "demo")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), 1, MostBytes);

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"^\d\. ")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"([a-z-]+) at layer \d+ by (\d+\.\d+)")]
    private static partial Regex Steered();
}

using SteerScope.Fuzz.Running;
using Xunit;

namespace SteerScope.Fuzz.Tests;

public sealed class FuzzSessionTests : IDisposable
{
    private readonly WorkFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_Fault_IsKeptWithTheCommandThatRepeatsIt()
    {
        using var console = new StringWriter();
        var target = new PlantedTarget((_, content) => content[content.Length] = 0);

        var code = await new FuzzSession(console, Path.Combine(folder.Path, "out")).RunAsync([target], new FuzzOptions { Count = 10, WorkFolder = Path.Combine(folder.Path, "work") });

        Assert.Equal(1, code);
        var kept = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "out")));
        Assert.Contains("--target planted --seed 1 --only 1", File.ReadAllText(Path.Combine(kept, "fault.txt")), StringComparison.Ordinal);
        Assert.Equal(FuzzInput.Make(target, 1, 1).Content, File.ReadAllBytes(Path.Combine(kept, "input")));
        Assert.True(File.Exists(Path.Combine(kept, "minimal")));
        Assert.Contains("FAULT planted Crash", console.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "work")));
    }

    [Fact]
    public async Task RunAsync_NoFault_SaysSoInATable()
    {
        using var console = new StringWriter();

        var code = await new FuzzSession(console, folder.Path).RunAsync([new PlantedTarget((_, _) => { })], new FuzzOptions { Count = 10, WorkFolder = Path.Combine(folder.Path, "work") });

        Assert.Equal(0, code);
        Assert.Matches("planted +10 +10 +0 ", console.ToString());
    }

    [Fact]
    public void CrashMark_OfAProcessThatDied_NamesTheInput()
    {
        var path = Path.Combine(folder.Path, CrashMark.FileName);
        using (var mark = new CrashMark(folder.Path, "npz", 7))
        {
            mark.Set(123);
            Assert.Empty(CrashMark.Left(folder.Path));
            File.Move(path, path + ".kept");
        }

        File.Move(path + ".kept", path);
        Assert.Equal("--target npz --seed 7 --only 00000000000000000123", Assert.Single(CrashMark.Left(folder.Path)));
    }

    [Theory]
    [InlineData(0, "--target", "npz", "--only", "0")]
    [InlineData(2, "--target", "none")]
    [InlineData(2, "--seconds", "many")]
    public async Task RunAsync_CommandLine_GivesExitCode(int code, params string[] arguments) =>
        Assert.Equal(code, await FuzzCommand.RunAsync([.. arguments, "--out", folder.Path]));
}

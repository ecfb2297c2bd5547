using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps;

public sealed class SweepFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;
    private readonly SweepFolder _folder;

    public SweepFolderTests() => _folder = new SweepFolder(Path.Combine(_root, "out"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Lock_HeldTwice_IsRefusedUntilItIsReleased()
    {
        using (_folder.Lock())
        {
            Assert.Contains("is in use by another steerscope run", Assert.Throws<InputException>(_folder.Lock).Message, StringComparison.Ordinal);
        }

        _folder.Lock().Dispose();
    }

    [Fact]
    public void ReserveEpochs_AskedAgain_NeverGivesTheSameRange()
    {
        using var held = _folder.Lock();
        var first = _folder.ReserveEpochs();
        var second = new SweepFolder(_folder.Root).ReserveEpochs();

        Assert.True(first > 0);
        Assert.True(second >= first + 1_000_000_000);
    }

    [Theory]
    [InlineData("9223372036854775800")]
    [InlineData("99999999999999999999")]
    [InlineData("-5")]
    [InlineData("")]
    public void ReserveEpochs_DamagedFile_BeginsAgain(string damaged)
    {
        using var held = _folder.Lock();
        File.WriteAllText(Path.Combine(_folder.Root, "state", "epoch"), damaged);

        Assert.Equal(1_000_000_000, _folder.ReserveEpochs());
        Assert.Equal(2_000_000_000, _folder.ReserveEpochs());
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("""[{"item": "a", "attempts": 1}]""")]
    [InlineData("""[{"reason": "a", "item": null}]""")]
    public void ReadFailures_DamagedFile_LeavesOutWhatSaysNothing(string damaged)
    {
        using var held = _folder.Lock();
        File.WriteAllText(Path.Combine(_folder.Root, "state", "failures.json"), damaged);

        Assert.Empty(_folder.ReadFailures());
    }

    [Fact]
    public void ReadFailures_OfWhatWasWritten_GivesItBack()
    {
        using var held = _folder.Lock();
        Assert.Empty(_folder.ReadFailures());
        ItemFailure[] failures = [new("a/b", "no \"disk\"", 3), new("c", "a fault", 1, "at X")];
        _folder.WriteFailures(failures);

        Assert.Equal(failures, _folder.ReadFailures());
        File.WriteAllText(Path.Combine(_folder.Root, "state", "failures.json"), "[{");
        Assert.Empty(_folder.ReadFailures());
    }

    [Fact]
    public void ReadSpec_OfWhatWasRun_IsTheSameSpecIntoThisFolder()
    {
        using var world = new PlantedSweep();
        _folder.WriteSpec(world.Spec);

        var read = _folder.ReadSpec();

        Assert.Equal(_folder.Root, read.Out);
        Assert.Equal(SpecFile.ToJson(world.Spec), SpecFile.ToJson(read with { Out = world.Spec.Out }));
        Assert.Equal(world.Prepare(world.Spec).ModelDigest, world.Prepare(read).ModelDigest);
        Directory.Delete(Path.Combine(world.Root, "text"), recursive: true);
        Assert.StartsWith($"{_folder.Spec}: corpus.paths[0] ", Assert.Throws<InputException>(_folder.ReadSpec).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadSpec_OfAnyOtherFolder_SaysWhatItShouldBe() =>
        Assert.Contains("no sweep was run into this folder", Assert.Throws<InputException>(_folder.ReadSpec).Message, StringComparison.Ordinal);

    [Fact]
    public void DeleteStale_AfterAReplaceThatWasCutOff_LeavesTheWholeFilesOnly()
    {
        _folder.WriteFailures([]);
        File.WriteAllText(Path.Combine(_folder.Root, "report.html.inprogress"), "<html>");
        File.WriteAllText(Path.Combine(_folder.Root, "state", "digests.json.inprogress"), "");

        _folder.DeleteStale();

        Assert.Equal(["failures.json"], Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }
}

using System.Text.Json;
using SteerScope.Sweeps;
using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>A sweep through the command: running it, running it again, changing it, and what is said about it.</summary>
[Collection(InProcess.Name)]
public sealed class SweepCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public void Run_OfAFinishedSweep_DoesNothing()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        var first = InProcess.Run("run", spec).AssertDone();
        var results = new[] { "artifacts", "tables" }.Select(name => Snapshot.Stamps(folder["out", name])).ToArray();
        var page = File.GetLastWriteTimeUtc(folder["out", "report.html"]);

        var second = InProcess.Run("run", spec).AssertDone();

        Assert.Equal(results, new[] { "artifacts", "tables" }.Select(name => Snapshot.Stamps(folder["out", name])));
        Assert.Equal(page, File.GetLastWriteTimeUtc(folder["out", "report.html"]));
        Assert.Matches("^[0-9]+ work items, [0-9]+ of them done already$", second.Lines[2]);
        Assert.Equal(first.Lines[^2..], second.Lines[^2..]);
        Assert.Equal([$"report  {folder["out", "report.html"]}", $"tables  {folder["out", "tables"]}"], second.Lines[^2..]);
        Assert.Equal([.. second.Lines[^2..]], InProcess.Run("run", folder["out"]).AssertDone().Lines[^2..]);
        Assert.Equal(results, new[] { "artifacts", "tables" }.Select(name => Snapshot.Stamps(folder["out", name])));
    }

    [Fact]
    public void Run_WithOtherWorkersAndThreads_GivesTheSameBytes()
    {
        using var folder = new TempFolder();
        InProcess.Run("run", world.WriteSpec(folder["one"], ("workers: 2", "threads: 2")), "--workers", "1").AssertDone();
        InProcess.Run("run", world.WriteSpec(folder["four"], ("workers: 2", "threads: 1")), "--workers", "4").AssertDone();

        Assert.Equal(Snapshot.Contents(folder["one", "artifacts"]), Snapshot.Contents(folder["four", "artifacts"]));
        Assert.Equal(Snapshot.Contents(folder["one", "tables"]), Snapshot.Contents(folder["four", "tables"]));
        Assert.Equal(File.ReadAllText(folder["one", "report.html"]), File.ReadAllText(folder["four", "report.html"]));
    }

    [Fact]
    public void Run_WithOneBehaviourChanged_RedoesOnlyThatOne()
    {
        using var own = new SmallWorld();
        using var folder = new TempFolder();
        var spec = own.WriteSpec(folder["out"]);
        InProcess.Run("run", spec).AssertDone();
        var before = Snapshot.Stamps(folder["out", "artifacts"]);
        var file = Path.Combine(own.Root, "behaviours", "cautious.jsonl");
        var rows = File.ReadAllLines(file);
        File.WriteAllLines(file, rows.Skip(1).Append(rows[0]));

        InProcess.Run("run", spec).AssertDone();

        var after = Snapshot.Stamps(folder["out", "artifacts"]);
        Snapshot.AssertKept(before, after);
        var made = after.Keys.Except(before.Keys).ToArray();
        Assert.NotEmpty(made);
        Assert.All(made, path => Assert.StartsWith("cautious.", Path.GetFileName(path), StringComparison.Ordinal));
        Assert.Equal(before.Keys.Count(path => Path.GetFileName(path).StartsWith("cautious.", StringComparison.Ordinal)), made.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_WithAnyArtifactsLost_MakesTheSameBytesAgain(int seed)
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        InProcess.Run("run", spec).AssertDone();
        var (artifacts, tables) = (Snapshot.Contents(folder["out", "artifacts"]), Snapshot.Contents(folder["out", "tables"]));
        var random = new Random(seed);
        foreach (var path in artifacts.Keys.Where(_ => random.Next(2) == 0).Append(Path.Combine("..", "report.html")))
        {
            File.Delete(folder["out", "artifacts", path]);
        }

        InProcess.Run("run", spec, "--workers", "3").AssertDone();

        Assert.Equal(artifacts, Snapshot.Contents(folder["out", "artifacts"]));
        Assert.Equal(tables, Snapshot.Contents(folder["out", "tables"]));
    }

    [Fact]
    public void Run_WithATableFileLost_WritesTheTablesAgain()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        InProcess.Run("run", spec).AssertDone();
        var tables = Snapshot.Contents(folder["out", "tables"]);
        File.Delete(folder["out", "tables", "steerability", "part-0.parquet"]);

        InProcess.Run("run", spec).AssertDone();

        Assert.Equal(tables, Snapshot.Contents(folder["out", "tables"]));
    }

    [Fact]
    public void Run_WithADamagedArtifact_NamesItAndGoesOnOnceItIsDeleted()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        InProcess.Run("run", spec).AssertDone();
        var tables = Snapshot.Contents(folder["out", "tables"]);
        var damaged = Directory.GetFiles(folder["out", "artifacts", "vector"])[0];
        var bytes = File.ReadAllBytes(damaged);
        bytes[^3] ^= 4;
        File.WriteAllBytes(damaged, bytes);
        Directory.Delete(folder["out", "tables"], recursive: true);

        var result = InProcess.Run("run", spec);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"{damaged} was damaged after it was committed; delete the file and run the sweep again.", result.AssertOneMessage());
        File.Delete(damaged);
        InProcess.Run("run", spec).AssertDone();
        Assert.Equal(tables, Snapshot.Contents(folder["out", "tables"]));
    }

    [Fact]
    public void Run_WithADamagedInputOfAnItem_FailsThatItemAndWhatNeedsIt()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        InProcess.Run("run", spec).AssertDone();
        var whole = Snapshot.Contents(folder["out", "artifacts"]);
        var damaged = Directory.GetFiles(folder["out", "artifacts", "capture"], "cautious.layer=3.shard=1-*")[0];
        File.WriteAllBytes(damaged, File.ReadAllBytes(damaged)[..^8]);
        foreach (var vector in Directory.GetFiles(folder["out", "artifacts", "vector"]).Concat(Directory.GetFiles(folder["out", "artifacts", "decompose"])))
        {
            File.Delete(vector);
        }

        var result = InProcess.Run("run", spec);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"steerscope: vector/cautious/layer=3 failed: {damaged} cannot be read as an artifact", result.Error, StringComparison.Ordinal);
        Assert.Contains("1 item failed and 1 item waits for it", result.Error, StringComparison.Ordinal);
        Assert.Equal(whole.Count - 2, Directory.GetFiles(folder["out", "artifacts"], "*", SearchOption.AllDirectories).Length);
        using var status = JsonDocument.Parse(AssertFailed(InProcess.Run("status", spec, "--json")));
        Assert.Equal("vector/cautious/layer=3", Assert.Single(status.RootElement.GetProperty("failed").EnumerateArray()).GetProperty("item").GetString());
        Assert.Contains("failed     vector/cautious/layer=3: ", AssertFailed(InProcess.Run("status", spec)), StringComparison.Ordinal);
        File.Delete(damaged);
        InProcess.Run("retry", spec, "--failed").AssertDone();
        Assert.Equal(whole, Snapshot.Contents(folder["out", "artifacts"]));
        InProcess.Run("status", spec).AssertDone();
    }

    [Fact]
    public void Run_OfAFolderInUse_SaysSo()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        using var held = new SweepFolder(folder["out"]).Lock();

        Assert.Equal(
            $"{folder["out"]} is in use by another steerscope run; wait for it to end, or give this sweep another out folder.",
            RealProcess.Run("run", spec).AssertWrong());
    }

    [Fact]
    public void Run_OfAFolderThatAClusterHas_NamesTheClusterAndHowToCancel()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        var ownership = new SweepFolder(folder["out"]).Cluster;
        var term = ownership.Claim("localhost:lab", "small");

        Assert.Equal(
            $"{folder["out"]} is run by the cluster localhost:lab; wait for it to end, cancel it with steerscope cancel {folder["out"]} --cluster localhost:lab, or, when that cluster is gone for good, delete {folder["out", "state", "cluster.json"]}.",
            InProcess.Run("run", spec).AssertWrong());
        Assert.False(Directory.Exists(folder["out", "artifacts"]));
        InProcess.Run("status", spec).AssertDone();
        ownership.Release(term);
        InProcess.Run("run", spec).AssertDone();
    }

    [Fact]
    public void Run_IntoAFolderThatCannotBe_SaysSo()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], "");
        var spec = world.WriteSpec(folder["file"]);

        var message = InProcess.Run("run", spec).AssertWrong();

        Assert.StartsWith($"{folder["file"]} cannot be written: ", message, StringComparison.Ordinal);
        Assert.EndsWith("; out, or --out, should name a folder that can be.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Terminated_EndsWithCodeThreeAndGoesOn()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        using var process = RealProcess.Start("run", spec, "--json");
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("item_done", StringComparison.Ordinal))
        {
        }

        RealProcess.Terminate(process);
        var result = RealProcess.Finish(process);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("cancelled; the same command goes on from here.", result.AssertOneMessage());
        Assert.False(Directory.Exists(folder["out", "tables"]));
        Assert.StartsWith("nothing failed in the last run", InProcess.Run("retry", spec).AssertDone().Output, StringComparison.Ordinal);
        InProcess.Run("run", spec).AssertDone();
        Assert.True(File.Exists(folder["out", "tables", "_SUCCESS"]));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("run")]
    public void Bfloat16_OnTheManagedKernels_IsRefusedInOneSentence(string command)
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"], ("model: planted-llama", "model: {path: planted-llama, precision: bfloat16}"));
        Assert.Equal(
            "The precision bfloat16 was asked for, and device cpu computes in float32 only; torch-cpu and cuda:N of the full build have it.",
            InProcess.Run(command, spec).AssertWrong());
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Run_AsJson_WritesOneObjectALine()
    {
        using var folder = new TempFolder();
        var lines = InProcess.Run("run", world.WriteSpec(folder["out"]), "--json").AssertDone().Lines;

        var events = lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["inputs", "model", "results"], events.Where(e => e.GetProperty("event").GetString() == "phase").Select(e => e.GetProperty("phase").GetString()!));
        Assert.Equal("started", events[2].GetProperty("event").GetString());
        Assert.Equal(events[2].GetProperty("items").GetInt32(), events.Count(e => e.GetProperty("event").GetString() == "item_done"));
        Assert.Equal("ended", events[^1].GetProperty("event").GetString());
        Assert.True(events[^1].GetProperty("complete").GetBoolean());
        Assert.Equal(folder["out"], events[^1].GetProperty("out").GetString());
    }

    [Fact]
    public void Plan_OfANewSweep_SaysWhatIsNeededAndWritesNothing()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);

        var text = InProcess.Run("plan", spec).AssertDone().Output;
        using var json = JsonDocument.Parse(InProcess.Run("plan", spec, "--json").AssertDone().Output);

        Assert.False(Directory.Exists(folder["out"]));
        Assert.Contains("model       llama, 6 layers of width 64; 3 of them in this sweep", text, StringComparison.Ordinal);
        Assert.Contains("agreeable (8 train, 6 test of 20), cautious (8 train, 6 test of 20)", text, StringComparison.Ordinal);
        Assert.Contains("capture          4 items       12 artifacts", text, StringComparison.Ordinal);
        Assert.Contains(" Answer: (", text, StringComparison.Ordinal);
        Assert.Matches(@"its tokens: token \d+ of \d+ is read: \.\.\. .*\['[AB]'\].*; with the other answer it is \['[AB]'\]; token \d+ predicts the letter", text);
        Assert.Contains("is read: ", json.RootElement.GetProperty("first_prompt_tokens").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("template_warning").ValueKind);
        Assert.Equal(4, json.RootElement.GetProperty("stages").GetProperty("capture").GetProperty("items").GetInt32());
        Assert.Equal(
            json.RootElement.GetProperty("items").GetInt32(),
            json.RootElement.GetProperty("stages").EnumerateObject().Sum(stage => stage.Value.GetProperty("items").GetInt32()));
        Assert.True(json.RootElement.GetProperty("forward_passes").GetInt64() > 0);
        Assert.True(json.RootElement.GetProperty("disk_bytes").GetInt64() > 0);
        Assert.True(json.RootElement.GetProperty("memory_bytes").GetInt64() > 0);
    }

    [Fact]
    public void StatusRetryAndReport_OfAFinishedSweep_TakeSpecOrFolder()
    {
        using var folder = new TempFolder();
        var spec = world.WriteSpec(folder["out"]);
        Assert.Equal($"{folder["out"]}: there is no such folder; this sweep was never run.", InProcess.Run("status", spec).AssertWrong());
        Assert.Equal($"{folder["out"]}: there is no such folder; run the sweep first.", InProcess.Run("report", spec).AssertWrong());
        InProcess.Run("run", spec).AssertDone();

        foreach (var sweep in new[] { spec, folder["out"] })
        {
            var status = InProcess.Run("status", sweep).AssertDone().Lines;
            Assert.Equal("capture    4/4", status[0]);
            Assert.Equal($"tables     {folder["out", "tables"]}", status[^1]);
            using var json = JsonDocument.Parse(InProcess.Run("status", sweep, "--json").AssertDone().Output);
            Assert.Equal(json.RootElement.GetProperty("items").GetInt32(), json.RootElement.GetProperty("done").GetInt32());
            Assert.True(json.RootElement.GetProperty("tables").GetBoolean());
            Assert.StartsWith("nothing failed in the last run", InProcess.Run("retry", sweep).AssertDone().Output, StringComparison.Ordinal);
            var page = File.ReadAllText(folder["out", "report.html"]);
            File.Delete(folder["out", "report.html"]);
            Assert.Equal(folder["out", "report.html"], InProcess.Run("report", sweep).AssertDone().Output.TrimEnd());
            Assert.Equal(page, File.ReadAllText(folder["out", "report.html"]));
        }

        InProcess.Run("report", spec, "--behaviour", "cautious", "--layer", "5").AssertDone();
        Assert.Equal("report.behaviour is 'bold'; it should be one of the behaviours: agreeable, cautious.", InProcess.Run("report", spec, "--behaviour", "bold").AssertWrong());
        Assert.Equal("report.layer is 2; it should be one of the sweep's layers: 1, 3, 5.", InProcess.Run("report", spec, "--layer", "2").AssertWrong());
        Assert.Contains("no sweep was run into this folder", InProcess.Run("status", folder.Root).AssertWrong(), StringComparison.Ordinal);
    }

    private static string AssertFailed(CommandResult result)
    {
        Assert.Equal(1, result.ExitCode);
        return result.Output;
    }
}

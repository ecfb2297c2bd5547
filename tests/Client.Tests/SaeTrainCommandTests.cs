using System.Diagnostics;
using System.Text.Json;
using SteerScope.Saes;
using Xunit;

namespace SteerScope.Client.Tests;

[Collection(InProcess.Name)]
public sealed class SaeTrainCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private string Model => Path.Combine(world.Root, "planted-llama");

    private string Words => Path.Combine(world.Root, "text", "ordinary.txt");

    [Fact]
    public void Train_OfSomeLayers_WritesWhatASweepFinds()
    {
        using var folder = new TempFolder();
        var said = Train(folder["out"], "--layers", "1,3", "--steps", "40", "--json").AssertDone();

        var lines = said.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal("started", lines[0].GetProperty("event").GetString());
        Assert.Contains(lines, line => line.GetProperty("event").GetString() == "progress" && line.GetProperty("tokens_per_second").GetDouble() > 0);
        Assert.Equal([1, 3], lines[^2..].Select(line => line.GetProperty("record").GetProperty("layer").GetInt32()));
        foreach (var line in lines[^2..])
        {
            var where = line.GetProperty("folder").GetString()!;
            using var record = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(where, "training.json")));
            Assert.True(JsonElement.DeepEquals(record.RootElement, line.GetProperty("record")));
            using var sae = SaeFile.Open(Path.Combine(where, "params.npz"));
            Assert.Equal((64, 48, SaeArchitecture.JumpRelu), (sae.Spec.InputWidth, sae.Spec.Features, sae.Spec.Architecture));
            Assert.InRange(record.RootElement.GetProperty("scores").GetProperty("explained_variance").GetDouble(), 0.1, 1);
        }

        Assert.False(File.Exists(folder["out", "state", "checkpoint.safetensors"]));
        Assert.False(Directory.Exists(folder["out", "staging"]));
        var spec = world.WriteSpec(
            folder["sweep"],
            ("layers: [1, 3, 5]", "layers: [1, 3]"),
            ("path: saes", $"path: {folder["out"]}"),
            ("layer_{layer}/width_256/params.npz", "layer_{layer}/width_48/*/params.npz"));
        InProcess.Run("run", spec).AssertDone();
    }

    [Fact]
    public void Train_OfATopKSae_IsInSaeLensForm()
    {
        using var folder = new TempFolder();
        var said = Train(folder["out"], "--layers", "2", "--tokens", "1000", "--kind", "topk", "--k", "6").AssertDone();

        var cfg = Assert.Single(Directory.GetFiles(folder["out"], "cfg.json", SearchOption.AllDirectories));
        using var sae = SaeFile.Open(Path.GetDirectoryName(cfg)!);
        Assert.Equal((SaeArchitecture.TopK, 6, "blocks.2.hook_resid_post"), (sae.Spec.Architecture, sae.Spec.K, sae.Spec.HookName));

        // A thousand tokens in batches of 128.
        Assert.Equal("8 steps", said.Lines[0]);
        Assert.Matches(@"^step 8/8  layer 2: explained variance -?[0-9.]+, L0 6\.0, dead [0-9.]+ %, loss [0-9.]+, [0-9,]+ tokens/s$", said.Lines[^2]);
        Assert.Matches(@"^layer 2: on [0-9]+ held-out tokens explained variance -?[0-9.]+, L0 6\.0, never active [0-9.]+ %; dead [0-9.]+ %: ", said.Lines[^1]);
    }

    [Fact]
    public void Train_ThatHasEnded_TellsItAgainAndTrainsNothing()
    {
        using var folder = new TempFolder();
        var first = Train(folder["out"], "--layers", "0", "--steps", "5").AssertDone();
        var kept = Snapshot.Stamps(folder["out", "layer_0"]);
        var again = Train(folder["out"], "--layers", "0", "--steps", "5").AssertDone();

        Assert.Equal([first.Lines[^1]], again.Lines);
        Snapshot.AssertKept(kept, Snapshot.Stamps(folder["out", "layer_0"]));
    }

    [Fact]
    public void Train_IntoTheFolderOfAnother_SaysWhatDiffers()
    {
        using var folder = new TempFolder();
        Train(folder["out"], "--layers", "0", "--steps", "5").AssertDone();
        Assert.Equal(
            $"{folder["out"]} holds a training whose seed is 0, and 3 is asked for; --out should name another folder.",
            Train(folder["out"], "--layers", "0", "--steps", "5", "--seed", "3").AssertWrong());
    }

    [Fact]
    public void Train_KilledAgainAndAgain_EndsWithTheBytesOfAnUninterruptedOne()
    {
        using var folder = new TempFolder();
        string[] options = ["--layers", "1,4", "--steps", "60", "--save-steps", "7", "--threads", "1"];
        RealProcess.Run(Arguments(folder["whole"], options)).AssertDone();
        var killed = 0;
        var checkpoint = folder["killed", "state", "checkpoint.safetensors"];
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var before = File.Exists(checkpoint) ? File.GetLastWriteTimeUtc(checkpoint) : default;
            using var process = RealProcess.Start(Arguments(folder["killed"], options));
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            var patience = Stopwatch.StartNew();
            while (!process.WaitForExit(1))
            {
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), "the training neither ends nor saves");
                if (File.Exists(checkpoint) && File.GetLastWriteTimeUtc(checkpoint) != before)
                {
                    process.Kill();
                    process.WaitForExit();
                    killed++;
                    break;
                }
            }
        }

        Assert.True(killed >= 1, "no training was killed");
        RealProcess.Run(Arguments(folder["killed"], options)).AssertDone();

        foreach (var layer in new[] { "layer_1", "layer_4" })
        {
            Assert.Equal(Snapshot.Contents(folder["whole", layer]), Snapshot.Contents(folder["killed", layer]));
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder["killed"], "*.inprogress", SearchOption.AllDirectories));
    }

    [Fact]
    public void Train_ThatIsToldToStop_GoesOnFromThere()
    {
        using var folder = new TempFolder();
        string[] options = ["--layers", "1", "--steps", "1000000", "--save-steps", "5", "--threads", "1"];
        using var process = RealProcess.Start(Arguments(folder["out"], options));
        var checkpoint = folder["out", "state", "checkpoint.safetensors"];
        var patience = Stopwatch.StartNew();
        while (!File.Exists(checkpoint) && !process.WaitForExit(1))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), "the training does not save");
        }

        RealProcess.Terminate(process);
        var stopped = RealProcess.Finish(process);

        Assert.Equal(3, stopped.ExitCode);
        Assert.Contains("the same command goes on", stopped.AssertOneMessage(), StringComparison.Ordinal);
        using var again = RealProcess.Start(Arguments(folder["out"], options));
        Assert.Matches("^1000000 steps, [0-9]+ of them done already$", again.StandardOutput.ReadLine()!);
        again.Kill();
        again.WaitForExit();
    }

    [Theory]
    [InlineData("--layers names layer 6; the model's layers are 0 to 5.", "--layers", "6", "--steps", "5")]
    [InlineData("--layers is 'x'; it should be all, a layer, a range such as 0-4, or several of these with commas.", "--layers", "x", "--steps", "5")]
    [InlineData("--tokens or --steps is missing; one of them should say how long to train.", "--layers", "1")]
    [InlineData("--tokens and --steps both say how long to train; only one of them should be given.", "--layers", "1", "--steps", "5", "--tokens", "5")]
    [InlineData("--kind is 'relu', and must be one of jumprelu, topk.", "--layers", "1", "--steps", "5", "--kind", "relu")]
    [InlineData("--l0 is for --kind jumprelu; with --kind topk it should be left out.", "--layers", "1", "--steps", "5", "--kind", "topk", "--l0", "4")]
    [InlineData("--k is for --kind topk; with --kind jumprelu it should be left out.", "--layers", "1", "--steps", "5", "--k", "4")]
    [InlineData("--k is 100; it should be from 1 to the 48 features of --width.", "--layers", "1", "--steps", "5", "--kind", "topk", "--k", "100")]
    [InlineData("--form gemma_scope has no place for k; with --kind topk it should be saelens.", "--layers", "1", "--steps", "5", "--kind", "topk", "--form", "gemma_scope")]
    [InlineData("--l0 changes lambda and --sparsity keeps it; only one of them should be given.", "--layers", "1", "--steps", "5", "--l0", "4", "--sparsity", "0.1")]
    [InlineData("--lr is 0; it should be a number above 0.", "--layers", "1", "--steps", "5", "--lr", "0")]
    [InlineData("--save-steps is 0; it should be at least 1.", "--layers", "1", "--steps", "5", "--save-steps", "0")]
    [InlineData("--tokens x: should be a whole number; see steerscope sae train --help.", "--layers", "1", "--tokens", "x")]
    [InlineData("--lr x: should be a number; see steerscope sae train --help.", "--layers", "1", "--steps", "5", "--lr", "x")]
    [InlineData("--chunk is 0; it should be ", "--layers", "1", "--steps", "5", "--chunk", "0")]
    public void Train_WithWrongOptions_SaysWhatWouldBeRight(string expected, params string[] options)
    {
        using var folder = new TempFolder();
        Assert.StartsWith(expected, Train(folder["out"], options).AssertWrong(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(folder.Root, "layer_*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Train_OfFilesThatAreWrong_NamesThem()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["short.txt"], "w1");
        Assert.StartsWith($"--text {folder["none.txt"]}: there is no such file", Wrong(Model, folder["none.txt"]), StringComparison.Ordinal);
        Assert.Equal("--text holds no more than one chunk of tokens; training needs at least two, of which one is held out.", Wrong(Model, folder["short.txt"]));
        Assert.Contains(folder["no-model"], Wrong(folder["no-model"], Words), StringComparison.Ordinal);
        File.WriteAllText(folder["out", "state", "settings.json"], "[1]");
        Assert.Contains("settings.json is not the JSON object", Wrong(Model, Words), StringComparison.Ordinal);

        string Wrong(string model, string text) => InProcess.Run(
            "sae", "train", "--model", model, "--text", text, "--layers", "1", "--width", "48", "--steps", "3", "--out", folder["out"]).AssertWrong();
    }

    private CommandResult Train(string output, params string[] options) => InProcess.Run(Arguments(output, options));

    private string[] Arguments(string output, string[] options) =>
    [
        "sae", "train", "--model", Model, "--text", Words, "--document", "line", "--width", "48", "--batch", "128", "--buffer", "512",
        .. options.Contains("--chunk") ? Array.Empty<string>() : ["--chunk", "32"], .. options, "--out", output,
    ];
}

using System.CommandLine;
using System.Text.Json.Nodes;
using SteerScope.Artifacts;
using SteerScope.Client.Composition;
using SteerScope.Client.Progress;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Saes;
using SteerScope.Saes.Training;
using SteerScope.Sweeps.Specs;
using SteerScope.Tokenization;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope sae train</c>: an SAE for every layer that is asked for, from ordinary text (docs/sae-training.md).</summary>
internal static class SaeTrainCommand
{
    private const int DefaultChunk = 256;
    private const int HeldOutTokens = 32_768;
    private const int BatchTokens = 4096;

    public static Command Create()
    {
        var options = new SaeTrainOptions();
        var command = new Command("train", "train SAEs on resid_post of a model; the same command goes on where it stopped");
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.SetAction(parse => Run(parse, options));
        return command;
    }

    private static int Run(ParseResult parse, SaeTrainOptions options)
    {
        var settings = options.Settings(parse);
        var form = options.FormOf(parse, settings.Kind);
        var modelFolder = parse.GetRequiredValue(options.Model);
        using var checkpoint = Checkpoint.Open(modelFolder);
        var shape = TransformerLoader.Read(checkpoint.Config).Shape;
        var layers = LayerSelection.Parse(parse.GetRequiredValue(options.Layers), "--layers").Resolve(shape.Layers, "--layers");
        TrainingLimits.Check(settings, shape.Width);
        var tokenizer = File.Exists(Path.Combine(modelFolder, "tokenizer.json")) ? TokenizerLoader.Load(modelFolder) : null;
        var bos = tokenizer is { AddsBos: true, BosId: not null };
        var text = Text(parse, options, shape, bos);
        var corpus = new TextCorpus(text.Paths, tokenizer, text.Options(shape.Vocabulary));
        using var device = CommonOptions.Open(parse, options.Device, options.Threads);
        var folder = new TrainingFolder(parse.GetRequiredValue(options.Out));
        using var held = folder.Lock();
        var identity = Identity(settings, layers, form, checkpoint, text, device, folder);
        folder.Begin(identity);
        ITrainingReport report = parse.GetValue(options.Json) ? new TrainingJson(Console.Out) : new TrainingLines(Console.Out);
        if (folder.Finished(identity, layers, settings.Features) is { } finished)
        {
            foreach (var (where, record) in finished)
            {
                report.Trained(where, record);
            }

            return ExitCode.Done;
        }

        using var interrupt = new Interrupt();
        using var model = device.LoadModel(modelFolder);
        using var activations = new TextActivations(model, corpus, layers, (HeldOutTokens + text.Chunk - 1) / text.Chunk, BatchTokens);
        using var products = Providers.OpenProducts(CommonOptions.Cores(parse, options.Threads));
        var trained = new SaeTraining(settings, activations, products, folder.Checkpoint, options.Interval(parse), TimeProvider.System).Run(report, interrupt.Token);
        foreach (var sae in trained)
        {
            var record = TrainingRecord.Of(sae, identity, ProductVersion.Number);
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder)));
            report.Trained(folder.Commit(sae, record, to => Write(to, sae, form, name, bos)), record);
        }

        folder.End();
        return ExitCode.Done;
    }

    private static TrainingText Text(ParseResult parse, SaeTrainOptions options, ModelShape shape, bool bos)
    {
        var paths = TrainingText.Files(parse.GetRequiredValue(options.Text), "--text");
        var most = shape.MaxPositions > 0 ? shape.MaxPositions - (bos ? 1 : 0) : int.MaxValue;
        var chunk = parse.GetValue(options.Chunk) ?? Math.Min(DefaultChunk, most);
        return chunk >= 1 && chunk <= most
            ? new TrainingText(paths, SnakeCase.Parse<DocumentUnit>(parse.GetRequiredValue(options.Document), "--document"), chunk)
            : throw new InputException(most == int.MaxValue
                ? $"--chunk is {chunk}; it should be at least 1."
                : $"--chunk is {chunk}; it should be from 1 to {most}, as the model takes sequences of at most {shape.MaxPositions} tokens{(bos ? ", BOS included" : "")}.");
    }

    private static JsonObject Identity(
        TrainingSettings settings, IReadOnlyList<int> layers, SaeForm form, Checkpoint checkpoint, TrainingText text, IComputeDevice device, TrainingFolder folder)
    {
        var digests = folder.OpenDigests();
        var identity = TrainingIdentity.Of(
            settings, layers, form, ModelDigest.Of(checkpoint, digests), text, [.. text.Paths.Select(digests.Of)], device.Name);
        digests.Save();
        return identity;
    }

    private static void Write(string folder, TrainedSae sae, SaeForm form, string model, bool bos)
    {
        if (form == SaeForm.GemmaScope)
        {
            GemmaScopeWriter.Write(folder, sae.Tensors);
        }
        else
        {
            SaeLensWriter.Write(folder, sae.Tensors, model, TrainingRecord.HookOf(sae.Layer), bos);
        }
    }
}

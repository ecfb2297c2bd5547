using System.CommandLine;
using System.Globalization;
using SteerScope.Devices;
using SteerScope.Models;
using SteerScope.Tokenization;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope trace</c>: resid_post of every layer and logits of one sequence, to check us against other code.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "model folder in Hugging Face layout", HelpName = "FOLDER", Required = true };
        var ids = new Option<string?>("--ids") { Description = "token ids, separated by commas, fed as they stand", HelpName = "1,2,3" };
        var text = new Option<string?>("--text") { Description = "text, encoded by the model's tokenizer with BOS where the tokenizer puts one", HelpName = "TEXT" };
        var steer = new Option<string?>("--steer") { Description = "vector to add", HelpName = "FILE.safetensors:NAME" };
        var layer = new Option<int?>("--layer") { Description = "layer whose resid_post it is added to", HelpName = "L" };
        var multiplier = new Option<float?>("--multiplier") { Description = "factor on the vector (default: 1)", HelpName = "M" };
        var positions = new Option<string?>("--positions") { Description = "all, last or from:K (default: all)", HelpName = "WHERE" };
        var output = CommonOptions.OutFile("safetensors file to write: layer{l}.resid_post, layer0.resid_pre, final_norm, logits");
        var precision = new Option<string>("--precision") { Description = "float32 or bfloat16, which needs a torch device", HelpName = "FORMAT", DefaultValueFactory = _ => SnakeCase.Of(Precision.Float32) };
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command("trace", "resid_post of every layer and logits of one sequence, plain or steered")
        {
            model, ids, text, steer, layer, multiplier, positions, output, precision, device, threads,
        };
        command.SetAction(parse =>
        {
            var folder = parse.GetRequiredValue(model);
            var sequence = Sequence(folder, parse.GetValue(ids), parse.GetValue(text));
            var request = Request(parse.GetValue(steer), parse.GetValue(layer), parse.GetValue(multiplier), parse.GetValue(positions));
            var format = SnakeCase.Parse<Precision>(parse.GetRequiredValue(precision), "--precision");
            using var opened = CommonOptions.Open(parse, device, threads);
            using var loaded = opened.LoadModel(folder, format);
            var writer = loaded.Trace(sequence, request).ToSafetensors()
                .SetMetadata("hook", "resid_post")
                .SetMetadata("ids", string.Join(',', sequence))
                .SetMetadata("provider", opened.Name)
                .SetMetadata("precision", SnakeCase.Of(format));
            var path = parse.GetRequiredValue(output);
            OutputFile.Write(path, writer);
            Console.Out.WriteLine($"{sequence.Count} tokens through {loaded.Shape.Layers} layers: {path}");
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<int> Sequence(string folder, string? ids, string? text)
    {
        if ((ids is null) == (text is null))
        {
            throw new InputException("trace takes either --ids or --text, and one of them is needed.");
        }

        if (ids is not null)
        {
            return [.. ids.Split(',', StringSplitOptions.TrimEntries).Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new InputException($"--ids: '{id}' is not a token id; it should be whole numbers separated by commas."))];
        }

        var tokenizer = TokenizerLoader.Load(folder);
        var encoded = tokenizer.Encode(text!);
        return tokenizer is { AddsBos: true, BosId: { } bos } ? [bos, .. encoded] : encoded;
    }

    private static SteerRequest? Request(string? steer, int? layer, float? multiplier, string? positions)
    {
        if (steer is null)
        {
            var alone = layer is not null ? "--layer" : multiplier is not null ? "--multiplier" : positions is not null ? "--positions" : null;
            return alone is null ? null : throw new InputException($"{alone} says how to steer, but --steer names no vector.");
        }

        if (layer is null)
        {
            throw new InputException("--steer needs --layer, the layer whose resid_post the vector is added to.");
        }

        if (multiplier is { } factor && !float.IsFinite(factor))
        {
            throw new InputException("--multiplier should be a finite number.");
        }

        return new SteerRequest(
            layer.Value, TensorReference.Parse("--steer", steer).ReadVector(), multiplier ?? 1, SteerPositions.Parse(positions ?? "all"));
    }
}

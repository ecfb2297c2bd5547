using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SteerScope.Files;
using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Client.Commands;

/// <summary><c>steerscope sae</c>: what an SAE's file holds, and what it makes of a vector.</summary>
internal static class SaeCommand
{
    public static Command Create() => new("sae", "look at a sparse autoencoder, encode with it, or train one") { Inspect(), Encode(), SaeTrainCommand.Create() };

    private static Command Inspect()
    {
        var path = new Argument<string>("PATH") { Description = "params.npz, ae.pt, or the folder that holds the SAE" };
        var json = CommonOptions.Json();
        var command = new Command("inspect", "shapes, architecture, conventions and health") { path, json };
        command.SetAction(parse =>
        {
            if (SaeFile.ListRefused(parse.GetRequiredValue(path)) is { } listing)
            {
                Console.Out.WriteLine(parse.GetValue(json) ? Json(listing) : Text(listing));
                return ExitCode.Done;
            }

            using var file = SaeFile.Open(parse.GetRequiredValue(path));
            var health = SaeHealth.Of(file);
            Console.Out.WriteLine(parse.GetValue(json) ? Json(file, health) : Text(file, health));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Encode()
    {
        var sae = new Option<string>("--sae") { Description = "params.npz, ae.pt, or the folder that holds the SAE", HelpName = "PATH", Required = true };
        var input = new Option<string>("--input") { Description = "matrix [n, d] or vector [d]", HelpName = "FILE.safetensors:NAME", Required = true };
        var output = CommonOptions.OutFile("safetensors file to write: feature_acts [n, F], reconstruction [n, d]");
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var command = new Command("encode", "feature activations and reconstruction of vectors") { sae, input, output, device, threads };
        command.SetAction(parse =>
        {
            var (values, rows, columns) = TensorReference.Parse("--input", parse.GetRequiredValue(input)).ReadMatrix();
            using var file = SaeFile.Open(parse.GetRequiredValue(sae));
            if (columns != file.Spec.InputWidth)
            {
                throw new InputException(
                    $"--input has vectors of {columns} values, and {file.Path} takes {file.Spec.InputWidth}; they belong to different models.");
            }

            var most = Array.MaxLength / Math.Max(file.Spec.Features, columns);
            if (rows > most)
            {
                throw new InputException($"--input has {rows} vectors; with {file.Spec.Features} features at most {most} can be encoded at once.");
            }

            using var opened = CommonOptions.Open(parse, device, threads);
            using var loaded = opened.LoadSae(file);
            var activations = new float[rows * file.Spec.Features];
            var reconstructions = new float[values.Length];
            loaded.Encode(new ActivationRows(values, rows, columns), chunk =>
            {
                for (var row = 0; row < chunk.Rows; row++)
                {
                    var encoded = chunk.ActivationsOf(row);
                    encoded.CopyTo(activations.AsSpan((chunk.FirstRow + row) * file.Spec.Features));
                    var decoded = loaded.Decode(new SaeEncoding(chunk.PreActivationsOf(row).ToArray(), encoded.ToArray(), chunk.Scales[row]));
                    Array.ConvertAll(decoded, v => (float)v).CopyTo(reconstructions, (chunk.FirstRow + row) * columns);
                }
            });
            var path = parse.GetRequiredValue(output);
            OutputFile.Write(path, new SafetensorsWriter()
                .SetMetadata("provider", opened.Name)
                .Add("feature_acts", activations, rows, file.Spec.Features)
                .Add("reconstruction", reconstructions, rows, columns));
            Console.Out.WriteLine($"{rows} {(rows == 1 ? "vector" : "vectors")} through {file.Spec.Features} features: {path}");
            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(SaeFile file, SaeHealth health)
    {
        var spec = file.Spec;
        var lines = new List<string>
        {
            file.Path,
            $"format        {spec.Format}",
            $"architecture  {SnakeCase.Of(spec.Architecture)}{(spec.K > 0 ? $", k {spec.K}" : string.Empty)}{(spec.TrainedAs is { } trained ? $", trained as {trained}" : string.Empty)}",
            $"shape         d {spec.InputWidth}, F {spec.Features}",
            $"hook          {spec.HookName ?? "not said"}",
            $"conventions   b_dec taken from the input: {(spec.ApplyBDecToInput ? "yes" : "no")}; input normalisation: {SnakeCase.Of(spec.Normalisation)}{(spec.UnitDecoder ? "; decoder rows brought to norm 1" : string.Empty)}",
            Line("decoder norms", health.DecoderNorms),
            Line("encoder bias", health.EncoderBias),
            health.Threshold.Count == 0 ? "threshold     none" : Line("threshold", health.Threshold),
            string.Create(CultureInfo.InvariantCulture, $"b_dec norm    {health.DecoderBiasNorm:G5}"),
            string.Create(CultureInfo.InvariantCulture, $"zero vector   L0 {health.ZeroVectorL0}, reconstruction norm {health.ZeroVectorReconstructionNorm:G5}"),
            $"health        {Health(health)}",
        };
        if (spec.Note is { } note)
        {
            lines.Insert(lines.Count - 1, $"note          {note}");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Text(SaeListing listing) => string.Join(
        Environment.NewLine,
        [
            listing.Path,
            $"format        {listing.Format}",
            .. listing.Tensors.Select(tensor => $"tensor        {tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]"),
            $"refused       {listing.Refusal}",
        ]);

    private static string Json(SaeListing listing) => JsonSerializer.Serialize(new
    {
        path = listing.Path,
        format = listing.Format,
        refused = listing.Refusal,
        tensors = listing.Tensors.Select(tensor => new { name = tensor.Name, type = tensor.Type, shape = tensor.Shape }),
    });

    private static string Health(SaeHealth health)
    {
        var faults = new List<string>();
        if (health.DeadDecoderRows.Count > 0)
        {
            faults.Add($"{health.DeadDecoderRows.Count} dead decoder rows");
        }

        if (health.NegativeThresholds > 0)
        {
            faults.Add($"{health.NegativeThresholds} negative thresholds");
        }

        return faults.Count == 0 ? "no NaN, no dead decoder row, no negative threshold" : "no NaN, but " + string.Join(", ", faults);
    }

    private static string Line(string name, Moments moments) => string.Create(
        CultureInfo.InvariantCulture, $"{name,-13} {moments.Min:G5} to {moments.Max:G5}, mean {moments.Mean:G5}");

    private static string Json(SaeFile file, SaeHealth health) => JsonSerializer.Serialize(new
    {
        path = file.Path,
        format = file.Spec.Format,
        architecture = SnakeCase.Of(file.Spec.Architecture),
        d = file.Spec.InputWidth,
        features = file.Spec.Features,
        k = file.Spec.K > 0 ? file.Spec.K : (int?)null,
        trained_as = file.Spec.TrainedAs,
        hook = file.Spec.HookName,
        apply_b_dec_to_input = file.Spec.ApplyBDecToInput,
        normalisation = SnakeCase.Of(file.Spec.Normalisation),
        unit_decoder = file.Spec.UnitDecoder,
        note = file.Spec.Note,
        dead_decoder_rows = health.DeadDecoderRows,
        decoder_norm_min = health.DecoderNorms.Min,
        decoder_norm_max = health.DecoderNorms.Max,
        encoder_bias_min = health.EncoderBias.Min,
        encoder_bias_max = health.EncoderBias.Max,
        b_dec_norm = health.DecoderBiasNorm,
        negative_thresholds = health.NegativeThresholds,
        zero_vector_l0 = health.ZeroVectorL0,
    });
}

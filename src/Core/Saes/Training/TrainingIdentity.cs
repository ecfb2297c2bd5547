using System.Text.Json.Nodes;

namespace SteerScope.Saes.Training;

/// <summary>All that decides what a training ends with, by the names of the command's options: written beside the weights, and compared when a training goes on.</summary>
public static class TrainingIdentity
{
    /// <summary>The record.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="form">Whose form is written.</param>
    /// <param name="modelDigest">See <see cref="Artifacts.ModelDigest"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="textDigests">SHA-256 of its files, in order.</param>
    /// <param name="provider">Device that runs the model, as <see cref="Devices.IComputeDevice.Name"/> gives it.</param>
    public static JsonObject Of(
        TrainingSettings settings,
        IReadOnlyList<int> layers,
        SaeForm form,
        string modelDigest,
        TrainingText text,
        IReadOnlyList<string> textDigests,
        string provider)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(provider);
        var isTopK = settings.Kind == SaeKind.Topk;
        var record = new JsonObject
        {
            ["model_sha256"] = modelDigest,
            ["text_sha256"] = new JsonArray([.. textDigests.Select(digest => JsonValue.Create(digest))]),
            ["document"] = SnakeCase.Of(text.Document),
            ["chunk"] = text.Chunk,
            ["layers"] = new JsonArray([.. layers.Select(layer => JsonValue.Create(layer))]),
            ["kind"] = SnakeCase.Of(settings.Kind),
            ["form"] = SnakeCase.Of(form),
            ["width"] = settings.Features,
            ["steps"] = settings.Steps,
            ["batch"] = settings.Batch,
            ["tokens"] = settings.Tokens,
            ["buffer"] = settings.Buffer,
            ["lr"] = settings.PeakLearningRate,
            ["dead_tokens"] = settings.DeadTokens,
            ["seed"] = settings.Seed,

            // Which of several equal GPUs it was does not matter.
            ["device"] = provider.Split(':')[0],
        };
        if (isTopK)
        {
            record["k"] = settings.K;
            record["aux_weight"] = settings.AuxiliaryWeight;
        }
        else
        {
            record["l0"] = settings.TargetL0;
            record["sparsity"] = settings.Sparsity;
            record["bandwidth"] = settings.Bandwidth;
            record["threshold"] = settings.InitialThreshold;
        }

        return record;
    }

    /// <summary>The first setting in which two records differ, with both values; null when there is none.</summary>
    public static (string Name, string Before, string Now)? Difference(JsonObject before, JsonObject now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        foreach (var name in now.Select(field => field.Key).Concat(before.Select(field => field.Key)).Distinct())
        {
            var (old, fresh) = (Text(before[name]), Text(now[name]));
            if (old != fresh)
            {
                return (name, old, fresh);
            }
        }

        return null;
    }

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "none";
}

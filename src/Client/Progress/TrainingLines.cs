using System.Globalization;
using System.Text.Json.Nodes;
using SteerScope.Saes.Training;

namespace SteerScope.Client.Progress;

/// <summary>A training as plain lines: one per layer every few seconds, and one per SAE that is written.</summary>
internal sealed class TrainingLines(TextWriter output) : ITrainingReport
{
    public void Started(int done, int steps) => output.WriteLine(done == 0 ? $"{steps} steps" : $"{steps} steps, {done} of them done already");

    public void Progressed(TrainingProgress progress)
    {
        foreach (var layer in progress.Layers)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"step {progress.Step}/{progress.Steps}  layer {layer.Layer}: explained variance {layer.ExplainedVariance:F4}, L0 {layer.L0:F1}, dead {layer.Dead:P1}, loss {layer.Loss:G4}, {progress.TokensPerSecond:N0} tokens/s"));
        }
    }

    public void Trained(string folder, JsonObject record)
    {
        var scores = record["scores"]!;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"layer {(int)record["layer"]!}: on {(long)scores["held_out_tokens"]!} held-out tokens explained variance {(double)scores["explained_variance"]!:F4}, L0 {(double)scores["l0"]!:F1}, never active {(double)scores["never_active"]!:P1}; dead {(double)scores["dead"]!:P1}: {folder}"));
    }
}

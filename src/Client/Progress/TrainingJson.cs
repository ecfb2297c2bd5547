using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Saes.Training;

namespace SteerScope.Client.Progress;

/// <summary>A training as one JSON object a line.</summary>
internal sealed class TrainingJson(TextWriter output) : ITrainingReport
{
    public void Started(int done, int steps) => Write(new { @event = "started", steps, done });

    public void Progressed(TrainingProgress progress)
    {
        foreach (var layer in progress.Layers)
        {
            Write(new
            {
                @event = "progress",
                step = progress.Step,
                steps = progress.Steps,
                layer = layer.Layer,
                explained_variance = layer.ExplainedVariance,
                l0 = layer.L0,
                dead = layer.Dead,
                loss = layer.Loss,
                sparsity = layer.Sparsity,
                tokens_per_second = Math.Round(progress.TokensPerSecond, 1),
            });
        }
    }

    public void Trained(string folder, JsonObject record) => Write(new { @event = "trained", folder, record });

    private void Write(object line) => output.WriteLine(JsonSerializer.Serialize(line));
}

using System.Text.Json;
using SteerScope.Compute.Cpu;
using SteerScope.Saes.Training;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Saes.Training;

/// <summary>Gradients, Adam, the decoder's norms and both schedules against PyTorch in float64 (tests/fixtures/sae_training).</summary>
public sealed class StepFixtureTests : IDisposable
{
    private readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Fixtures, "sae_training", "steps.json"))).RootElement;
    private readonly CpuProducts products = new(2);

    public void Dispose() => products.Dispose();

    [Theory]
    [InlineData(SaeKind.Jumprelu)]
    [InlineData(SaeKind.Topk)]
    public void Gradients_OfABatch_AreThoseOfAutomaticDifferentiation(SaeKind kind)
    {
        var (settings, trainer, run) = Begin(kind);
        var objective = SaeTrainer.Objective(settings, trainer.Parameters.Width, products);
        var gradients = new SaeParameters(trainer.Parameters.Width, settings.Features, kind);
        var batch = Numbers(run.GetProperty("x"))[..(settings.Batch * trainer.Parameters.Width)];

        // The first step's share of lambda.
        objective.Gradients(trainer.Parameters, batch, settings.Batch, settings.Sparsity * trainer.Parameters.Width / 2, trainer.Activity, gradients);

        AssertEqual(run.GetProperty("gradients"), gradients, 2e-6);
    }

    [Theory]
    [InlineData(SaeKind.Jumprelu)]
    [InlineData(SaeKind.Topk)]
    public void Step_TenTimes_EndsWithTheWeightsOfPyTorch(SaeKind kind)
    {
        var (settings, trainer, run) = Begin(kind);
        var x = Numbers(run.GetProperty("x"));
        var order = Enumerable.Range(0, settings.Steps * settings.Batch).ToArray();
        var losses = Numbers(run.GetProperty("losses"));
        for (var step = 0; step < settings.Steps; step++)
        {
            var score = trainer.Step(x, order, step * settings.Batch, step);
            Assert.Equal(losses[step] / trainer.Parameters.Width, score.Loss, 1e-5);
        }

        AssertEqual(run.GetProperty("after"), trainer.Parameters, 2e-5);
    }

    private (TrainingSettings Settings, SaeTrainer Trainer, JsonElement Run) Begin(SaeKind kind)
    {
        var given = fixture.GetProperty("settings");
        var settings = new TrainingSettings
        {
            Kind = kind,
            Features = given.GetProperty("features").GetInt32(),
            Steps = given.GetProperty("steps").GetInt32(),
            Batch = given.GetProperty("batch").GetInt32(),
            LearningRate = given.GetProperty("lr").GetDouble(),
            Sparsity = given.GetProperty("lambda").GetDouble(),
            Bandwidth = given.GetProperty("bandwidth").GetDouble(),
            K = given.GetProperty("k").GetInt32(),
            AuxiliaryWeight = given.GetProperty("alpha").GetDouble(),
            DeadAfter = 1000,
        };
        var trainer = new SaeTrainer(settings, given.GetProperty("width").GetInt32(), products) { Scale = 1 };
        var run = fixture.GetProperty(SnakeCase.Of(kind));
        foreach (var (name, values) in trainer.Parameters.Tensors.Where(tensor => tensor.Values.Length > 0))
        {
            Numbers(run.GetProperty("before").GetProperty(name)).CopyTo(values, 0);
        }

        if (kind == SaeKind.Topk)
        {
            foreach (var feature in given.GetProperty("dead").EnumerateArray())
            {
                trainer.Activity.Since[feature.GetInt32()] = 1000;
            }
        }

        return (settings, trainer, run);
    }

    private static void AssertEqual(JsonElement expected, SaeParameters actual, double tolerance)
    {
        foreach (var (name, values) in actual.Tensors.Where(tensor => tensor.Values.Length > 0))
        {
            var numbers = Numbers(expected.GetProperty(name));
            Assert.Equal(numbers.Length, values.Length);
            for (var i = 0; i < numbers.Length; i++)
            {
                Assert.True(Math.Abs(numbers[i] - values[i]) <= tolerance, $"{name}[{i}] is {values[i]}, and PyTorch has {numbers[i]}");
            }
        }
    }

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => (float)number.GetDouble())];
}

using System.Text.Json;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>A tiny random checkpoint with the outputs of Hugging Face's own code (shared/fixtures/*/README.md).</summary>
internal sealed class ModelFixture
{
    private readonly string folder;

    private ModelFixture(string folder)
    {
        this.folder = folder;
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        using var file = SafetensorsFile.Open(Path.Combine(folder, "steer_vector.safetensors"));
        var vector = file.Tensor("steer.vector").ToFloats();
        Cases = [.. cases.RootElement.GetProperty("cases").EnumerateArray().Select(ids => ids.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        Steered = [.. cases.RootElement.GetProperty("steer").EnumerateArray().Select(steer => (
            steer.GetProperty("case").GetInt32(),
            new SteerRequest(
                steer.GetProperty("layer").GetInt32(),
                vector,
                steer.GetProperty("multiplier").GetSingle(),
                SteerPositions.Parse(steer.GetProperty("positions").GetString()!))))];
    }

    public static string[] Names { get; } = ["llama", "gpt2", "mistral", "gemma2", "qwen2"];

    public int[][] Cases { get; }

    public (int Case, SteerRequest Request)[] Steered { get; }

    public static ModelFixture Shared(string name) => new(SharedData.Shared("fixtures", name)!);

    public Transformer<Tensor> Load(TorchOps ops)
    {
        using var checkpoint = Checkpoint.Open(folder);
        return TransformerLoader.Load(ops, checkpoint);
    }

    /// <summary>Runs every case and steered run and compares all that the fixture knows of them.</summary>
    public void Check(TorchOps ops, float tolerance)
    {
        using var expected = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
        using var model = Load(ops);
        var compared = 0;
        for (var i = 0; i < Cases.Length; i++)
        {
            compared += Compare($"case{i}.", TraceRunner<Tensor>.Run(model, Cases[i]), expected, tolerance);
        }

        for (var j = 0; j < Steered.Length; j++)
        {
            compared += Compare($"steer{j}.", TraceRunner<Tensor>.Run(model, Cases[Steered[j].Case], Steered[j].Request), expected, tolerance);
        }

        Assert.Equal(expected.Names.Count, compared);
    }

    private static int Compare(string prefix, Trace trace, SafetensorsFile expected, float tolerance)
    {
        var compared = 0;
        foreach (var tensor in trace.Tensors)
        {
            if (expected.TryGet(prefix + tensor.Name, out var reference))
            {
                Assert.Equal([tensor.Rows, tensor.Columns], reference.Shape);
                var values = reference.ToFloats(finite: true);
                var worst = values.Zip(tensor.Values, (x, y) => Math.Abs(x - y)).Max();
                Assert.True(worst <= tolerance, $"{prefix}{tensor.Name} is off by {worst}");
                compared++;
            }
        }

        return compared;
    }
}

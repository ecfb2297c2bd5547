using System.Text.Json;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>A tiny random checkpoint with the outputs of Hugging Face's own code (see the README.md beside each).</summary>
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

    /// <summary>The fixtures of ../shared, complete.</summary>
    public static string[] Names { get; } = ["llama", "gpt2", "gpt_neox", "mistral", "gemma2", "qwen2"];

    /// <summary>The fixtures that the project ships.</summary>
    public static string[] ShippedNames { get; } =
    [
        "qwen2", "qwen3", "gemma", "gemma3", "gemma3_text", "phi3", "phi3_longrope", "gpt_neox_parallel", "gpt_neox_sequential",
        "llama_rope_linear", "llama_rope_dynamic", "llama_rope_llama3", "llama_rope_yarn",
    ];

    public int[][] Cases { get; }

    public (int Case, SteerRequest Request)[] Steered { get; }

    public static ModelFixture Shipped(string name) => new(Path.Combine(SharedData.Fixtures, "models", name));

    public static ModelFixture Shared(string name) => new(SharedData.Shared("fixtures", name)!);

    public Transformer<Tensor> Load(TorchOps ops)
    {
        using var checkpoint = Checkpoint.Open(folder);
        return TransformerLoader.Load(ops, checkpoint);
    }

    /// <summary>
    /// Runs every case and steered run and compares all that the fixture knows of them, but for sequences that are longer than
    /// the model's frequencies hold for.
    /// </summary>
    public void Check(TorchOps ops, float tolerance)
    {
        using var expected = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
        using var model = Load(ops);
        var compared = 0;
        for (var i = 0; i < Cases.Length; i++)
        {
            compared += Compare(model, $"case{i}.", Cases[i], null, expected, tolerance);
        }

        for (var j = 0; j < Steered.Length; j++)
        {
            compared += Compare(model, $"steer{j}.", Cases[Steered[j].Case], Steered[j].Request, expected, tolerance);
        }

        Assert.Equal(expected.Names.Count, compared);
    }

    private static int Compare(
        Transformer<Tensor> model, string prefix, int[] ids, SteerRequest? request, SafetensorsFile expected, float tolerance)
    {
        if (model.Shape.LimitReason is not null && ids.Length > model.Shape.MaxPositions)
        {
            return expected.Names.Count(name => name.StartsWith(prefix, StringComparison.Ordinal));
        }

        var compared = 0;
        foreach (var tensor in TraceRunner<Tensor>.Run(model, ids, request).Tensors)
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

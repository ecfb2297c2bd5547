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

    /// <summary>
    /// A copy whose matrices (embeddings and linear maps) are rounded to bfloat16 and stored as float32: run in float32, it differs
    /// from the original run in bfloat16 by the rounding of activations alone.
    /// </summary>
    public ModelFixture Rounded(string target)
    {
        foreach (var name in new[] { "config.json", "cases.json", "steer_vector.safetensors", "expected.safetensors" })
        {
            File.Copy(Path.Combine(folder, name), Path.Combine(target, name));
        }

        using var checkpoint = Checkpoint.Open(folder);
        var writer = new SafetensorsWriter();
        foreach (var name in checkpoint.Names)
        {
            Assert.True(checkpoint.TryGet(name, out var tensor));
            var values = tensor.ToFloats();
            writer.Add(tensor.Name, tensor.Shape.Count == 2 ? [.. values.Select(Bfloat16.Round)] : values, [.. tensor.Shape]);
        }

        writer.Write(Path.Combine(target, "model.safetensors"));
        return new ModelFixture(target);
    }

    /// <summary>The checkpoint's folder.</summary>
    public string Folder => folder;

    public Transformer<Tensor> Load(ITensorOps<Tensor> ops)
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
        foreach (var (name, deviation) in Deviations(ops))
        {
            Assert.True(deviation.Largest <= tolerance, $"{name} is off by {deviation.Largest}");
        }
    }

    /// <summary>How far every tensor that the fixture knows is from Hugging Face's.</summary>
    public IReadOnlyList<(string Name, Deviation Deviation)> Deviations(ITensorOps<Tensor> ops)
    {
        using var expected = SafetensorsFile.Open(Path.Combine(folder, "expected.safetensors"));
        List<(string, Deviation)> deviations = [];
        var traces = Traces(ops);
        foreach (var (prefix, trace) in traces)
        {
            foreach (var tensor in trace.Tensors)
            {
                if (expected.TryGet(prefix + tensor.Name, out var reference))
                {
                    Assert.Equal([tensor.Rows, tensor.Columns], reference.Shape);
                    deviations.Add((prefix + tensor.Name, Deviation.Of(reference.ToFloats(finite: true), tensor.Values)));
                }
            }
        }

        Assert.NotEmpty(deviations);
        Assert.Equal(expected.Names.Count(name => traces.Any(run => name.StartsWith(run.Prefix, StringComparison.Ordinal))), deviations.Count);
        return deviations;
    }

    /// <summary>Runs every case and steered run.</summary>
    public IReadOnlyList<(string Prefix, Trace Trace)> Traces(ITensorOps<Tensor> ops)
    {
        using var model = Load(ops);
        return
        [
            .. Cases.Select((ids, i) => (Ids: ids, Prefix: $"case{i}.", Request: (SteerRequest?)null))
                .Concat(Steered.Select((steer, j) => (Ids: Cases[steer.Case], Prefix: $"steer{j}.", Request: (SteerRequest?)steer.Request)))
                .Where(run => model.Shape.LimitReason is null || run.Ids.Length <= model.Shape.MaxPositions)
                .Select(run => (run.Prefix, TraceRunner<Tensor>.Run(model, run.Ids, run.Request))),
        ];
    }
}

using System.Text.Json;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>A tiny random checkpoint with the outputs of Hugging Face's own code (see the README.md beside each).</summary>
internal sealed class ModelFixture
{
    private const float Tolerance = 1e-4f;

    private ModelFixture(string folder)
    {
        Folder = folder;
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        Cases = [.. cases.RootElement.GetProperty("cases").EnumerateArray().Select(ids => ids.EnumerateArray().Select(id => id.GetInt32()).ToArray())];
        using var vector = SafetensorsFile.Open(Path.Combine(folder, "steer_vector.safetensors"));
        var values = vector.Tensor("steer.vector").ToFloats();
        Steered = [.. cases.RootElement.GetProperty("steer").EnumerateArray().Select(steer => (
            steer.GetProperty("case").GetInt32(),
            new SteerRequest(
                steer.GetProperty("layer").GetInt32(),
                values,
                steer.GetProperty("multiplier").GetSingle(),
                SteerPositions.Parse(steer.GetProperty("positions").GetString()!))))];
    }

    /// <summary>The fixtures of ../shared, complete.</summary>
    public static string[] SharedNames { get; } = ["llama", "gpt2", "gpt_neox", "mistral", "qwen2", "gemma2"];

    /// <summary>The fixtures that the project ships.</summary>
    public static string[] ShippedNames { get; } =
    [
        "qwen2", "qwen3", "gemma", "gemma3", "gemma3_text", "phi3", "phi3_longrope", "gpt_neox_parallel", "gpt_neox_sequential",
        "llama_rope_linear", "llama_rope_dynamic", "llama_rope_llama3", "llama_rope_yarn",
    ];

    public string Folder { get; }

    public int[][] Cases { get; }

    public (int Case, SteerRequest Request)[] Steered { get; }

    /// <summary>A fixture that the project ships.</summary>
    public static ModelFixture Shipped(string name) => new(Path.Combine(SharedData.Fixtures, "models", name));

    /// <summary>A whole fixture, from ../shared.</summary>
    public static ModelFixture Shared(string name) => new(SharedData.Shared("fixtures", name)!);

    /// <summary>The model on any provider.</summary>
    public Transformer<T> Load<T>(ITensorOps<T> ops)
        where T : class, IDisposable
    {
        using var checkpoint = Checkpoint.Open(Folder);
        return TransformerLoader.Load(ops, checkpoint);
    }

    /// <summary>
    /// Runs every case and steered run and compares all that the fixture knows of them; returns how many tensors that was. Of a
    /// sequence that is longer than the model's frequencies hold for, it checks that it is refused.
    /// </summary>
    public int Check<T>(Transformer<T> model)
        where T : class, IDisposable
    {
        using var expected = SafetensorsFile.Open(Path.Combine(Folder, "expected.safetensors"));
        var compared = 0;
        for (var i = 0; i < Cases.Length; i++)
        {
            compared += Compare(model, $"case{i}.", Cases[i], null, expected);
        }

        for (var j = 0; j < Steered.Length; j++)
        {
            compared += Compare(model, $"steer{j}.", Cases[Steered[j].Case], Steered[j].Request, expected);
        }

        Assert.Equal(expected.Names.Count, compared);
        return compared;
    }

    private static int Compare<T>(Transformer<T> model, string prefix, int[] ids, SteerRequest? request, SafetensorsFile expected)
        where T : class, IDisposable
    {
        if (model.Shape.LimitReason is { } reason && ids.Length > model.Shape.MaxPositions)
        {
            Assert.Contains(reason, Assert.Throws<InputException>(() => TraceRunner<T>.Run(model, ids, request)).Message, StringComparison.Ordinal);
            return expected.Names.Count(name => name.StartsWith(prefix, StringComparison.Ordinal));
        }

        var compared = 0;
        foreach (var tensor in TraceRunner<T>.Run(model, ids, request).Tensors)
        {
            if (expected.TryGet(prefix + tensor.Name, out var reference))
            {
                Assert.Equal([tensor.Rows, tensor.Columns], reference.Shape);
                Near.All(reference.ToFloats(finite: true), tensor.Values, Tolerance, prefix + tensor.Name);
                compared++;
            }
        }

        return compared;
    }
}

using System.Text.Json;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Models;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Models;

/// <summary>A tiny random checkpoint with the outputs of Hugging Face's own code (shared/fixtures/*/README.md).</summary>
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

    public string Folder { get; }

    public int[][] Cases { get; }

    public (int Case, SteerRequest Request)[] Steered { get; }

    /// <summary>The part of a fixture that the project ships.</summary>
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

    /// <summary>Runs every case and steered run and compares all that the fixture knows of them; returns how many tensors that was.</summary>
    public int Check<T>(Transformer<T> model)
        where T : class, IDisposable
    {
        using var expected = SafetensorsFile.Open(Path.Combine(Folder, "expected.safetensors"));
        var compared = 0;
        for (var i = 0; i < Cases.Length; i++)
        {
            compared += Compare($"case{i}.", TraceRunner<T>.Run(model, Cases[i]), expected);
        }

        for (var j = 0; j < Steered.Length; j++)
        {
            compared += Compare($"steer{j}.", TraceRunner<T>.Run(model, Cases[Steered[j].Case], Steered[j].Request), expected);
        }

        Assert.Equal(expected.Names.Count, compared);
        return compared;
    }

    private static int Compare(string prefix, Trace trace, SafetensorsFile expected)
    {
        var compared = 0;
        foreach (var tensor in trace.Tensors)
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

using System.Text.Json;
using SteerScope.Core.Tests.Decomposition;
using SteerScope.Tests.Support;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>The reference numbers of one behaviour (shared/models/stories260k/reference/README.md), in float64, by others' code.</summary>
internal sealed class StoriesExpected
{
    public const int Layers = 5;
    public const int Width = 64;

    private readonly TensorFixture _tensors;

    public StoriesExpected(int behaviour)
    {
        Name = Behaviours[behaviour];
        _tensors = new TensorFixture(File(Name + ".safetensors"));
        Json = Read(Name + ".json");
        Ids = Read(Name + "_ids.json");
    }

    /// <summary>Names, in the order of the sweep.</summary>
    public static IReadOnlyList<string> Behaviours { get; } = ["corrigible-neutral-HHH", LetterControl.Name];

    /// <summary>The reference of the norm distribution.</summary>
    public static TensorFixture Corpus => new(File("wikitext_norms.safetensors"));

    /// <summary>Its statistics.</summary>
    public static JsonElement CorpusJson => Read("wikitext_norms.json");

    public string Name { get; }

    public JsonElement Json { get; }

    public JsonElement Ids { get; }

    public JsonElement Layer(int layer) => Json.GetProperty("layers")[layer];

    public double[] Tensor(string name) => _tensors[name];

    public double[] Tensor(int layer, string name) => _tensors[$"layer{layer}.{name}"];

    private static string File(string name) => SharedData.Shared("models", "stories260k", "reference", name)!;

    private static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File(name)));
        return document.RootElement.Clone();
    }
}

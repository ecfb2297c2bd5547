using System.Text.Json;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Tests.Support;

namespace SteerScope.Core.Tests.Decomposition;

/// <summary>One layer of the end-to-end reference on stories260k, and what the product needs to compute the same.</summary>
internal sealed class StoriesReference
{
    private static readonly string Root = SharedData.Shared("models", "stories260k") ?? string.Empty;

    public StoriesReference(string behaviour, int layer)
    {
        Prefix = $"layer{layer}.";
        Tensors = new TensorFixture(Path.Combine(Root, "reference", behaviour + ".safetensors"));
        Json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "reference", behaviour + ".json"))).RootElement.GetProperty("layers")[layer];
        Matching = new ActivationRows(Tensors.Floats("train_positive").AsMemory(layer * 6400, 6400), 100, 64);
        NotMatching = new ActivationRows(Tensors.Floats("train_negative").AsMemory(layer * 6400, 6400), 100, 64);
        var corpus = new TensorFixture(Path.Combine(Root, "reference", "wikitext_norms.safetensors"));
        MeanActivation = corpus[$"{Prefix}mean_activation"];
        Norms = corpus.Floats("norms").AsMemory(layer * 20000, 20000);
    }

    public string Prefix { get; }

    public TensorFixture Tensors { get; }

    public JsonElement Json { get; }

    public ActivationRows Matching { get; }

    public ActivationRows NotMatching { get; }

    public double[] MeanActivation { get; }

    public ReadOnlyMemory<float> Norms { get; }

    public static SaeFile OpenSae(int layer) => SaeFile.Open(Path.Combine(Root, "saes", $"layer_{layer}", "width_512", "params.npz"));

    public double[] Expected(string name) => Tensors[Prefix + name];
}

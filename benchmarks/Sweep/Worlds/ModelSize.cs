namespace SteerScope.SweepBenchmark.Worlds;

/// <summary>Sizes of a model with random weights.</summary>
/// <param name="Name">What ratios call it.</param>
/// <param name="ModelType">Whose config.json it has.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Width">Width of the residual stream.</param>
/// <param name="Mlp">Width of the MLP.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key and value heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="Vocabulary">Token ids.</param>
internal sealed record ModelSize(
    string Name, string ModelType, int Layers, int Width, int Mlp, int Heads, int KeyValueHeads, int HeadDim, int Vocabulary)
{
    /// <summary>A Llama of 25 million weights outside its embeddings.</summary>
    public static ModelSize Small { get; } = new("llama d512 L8", "llama", 8, 512, 1376, 8, 8, 64, 4096);

    /// <summary>A Llama that takes no time.</summary>
    public static ModelSize Tiny { get; } = new("llama d256 L4", "llama", 4, 256, 688, 4, 4, 64, 2048);

    /// <summary>The blocks of Gemma 2 2B, fewer of them and with few token ids.</summary>
    public static ModelSize Gemma2B(int layers) => new($"gemma2 d2304 L{layers}", "gemma2", layers, 2304, 9216, 8, 4, 256, 1024);
}

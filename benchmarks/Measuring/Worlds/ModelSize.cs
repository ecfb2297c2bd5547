namespace SteerScope.Measuring.Worlds;

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
public sealed record ModelSize(
    string Name, string ModelType, int Layers, int Width, int Mlp, int Heads, int KeyValueHeads, int HeadDim, int Vocabulary)
{
    /// <summary>A Llama of 25 million weights outside its embeddings.</summary>
    public static ModelSize Small { get; } = new("llama d512 L8", "llama", 8, 512, 1376, 8, 8, 64, 4096);

    /// <summary>A Llama that takes no time.</summary>
    public static ModelSize Tiny { get; } = new("llama d256 L4", "llama", 4, 256, 688, 4, 4, 64, 2048);

    /// <summary>Gemma 2 2B as it was published: 2.6 billion weights.</summary>
    public static ModelSize WholeGemma2B { get; } = new("gemma-2-2b", "gemma2", 26, 2304, 9216, 8, 4, 256, 256_000)
    {
        EmbeddingDeviation = 1 / Math.Sqrt(2304),
        MaxPositions = 8192,
    };

    /// <summary>A Gemma 2 that takes no time; prompts of a hundred tokens are longer than its sliding window.</summary>
    public static ModelSize TinyGemma { get; } = new("tiny", "gemma2", 4, 64, 128, 4, 2, 16, 512)
    {
        EmbeddingDeviation = 1 / Math.Sqrt(64),
        SlidingWindow = 32,
    };

    /// <summary>Longest text.</summary>
    public int MaxPositions { get; init; } = 1024;

    /// <summary>Sliding window of every other layer, where the architecture has one.</summary>
    public int SlidingWindow { get; init; } = 4096;

    /// <summary>Standard deviation of the embeddings. Gemma's are multiplied by sqrt(d) and are the head as well: 1/sqrt(d) keeps logits out of the soft cap.</summary>
    public double EmbeddingDeviation { get; init; } = 1;

    /// <summary>The blocks of Gemma 2 2B, fewer of them and with few token ids.</summary>
    public static ModelSize Gemma2B(int layers) => new($"gemma2 d2304 L{layers}", "gemma2", layers, 2304, 9216, 8, 4, 256, 1024);
}

using SteerScope.Capture;
using SteerScope.Measuring.Worlds;
using SteerScope.Models;
using SteerScope.Prompts;

namespace SteerScope.GpuBenchmark.Capture;

/// <summary>The capture of every layer over pairs of 100 to 200 tokens.</summary>
internal sealed class CaptureCase(GpuOptions options)
{
    /// <summary>The pairs.</summary>
    public IReadOnlyList<TokenizedPair> Pairs { get; } = RandomPairs.Of(options.Pairs, 100, 200, options.Size.Vocabulary);

    /// <summary>Tokens of both texts of every pair: what both sides are asked to read, whatever they compute for it.</summary>
    public int Tokens => Pairs.Sum(p => p.MatchingIds().Length + p.OtherIds().Length);

    /// <summary>Runs it here.</summary>
    public static IReadOnlyList<PairActivations> Run<T>(Transformer<T> model, IReadOnlyList<TokenizedPair> pairs, int batchTokens)
        where T : class, IDisposable =>
        new PairCapture<T>(model).Run(pairs, [.. Enumerable.Range(0, model.Shape.Layers)], batchTokens);

    /// <summary>Activations in the rival's order: [layers, texts, d], the matching text of a pair before the other.</summary>
    public static double[] InOrderOfTexts(IReadOnlyList<PairActivations> captured) =>
    [
        .. from layer in captured
           from pair in Enumerable.Range(0, layer.Count)
           from side in new[] { layer.Matching, layer.NotMatching }
           from value in side.Skip(pair * layer.Width).Take(layer.Width)
           select (double)value,
    ];
}

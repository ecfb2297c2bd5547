using SteerScope.Capture;
using SteerScope.Compute.Cpu;
using SteerScope.Models;
using SteerScope.Prompts;

namespace SteerScope.SweepBenchmark.Capture;

/// <summary>Both texts of every pair in full through all layers, and resid_post at the letter.</summary>
internal sealed class PlainCapture(Transformer<CpuTensor> model, IReadOnlyList<TokenizedPair> pairs, int batchTokens)
{
    private readonly (int[] Ids, int Letter)[] texts =
        [.. pairs.SelectMany(p => new[] { (p.MatchingIds(), p.LetterPosition), (p.OtherIds(), p.LetterPosition) })];

    /// <summary>Runs it.</summary>
    /// <returns>Sum of all values that were read, per layer.</returns>
    public double[] Run()
    {
        var sums = new double[model.Shape.Layers];
        foreach (var range in TokenBudget.Cut([.. texts.Select(t => t.Ids.Length)], batchTokens))
        {
            var builder = new TokenBatchBuilder();
            int[] rows = [.. texts[range].Select(t => builder.Add(t.Ids) + t.Letter)];
            Read(builder.Build(), rows, sums);
        }

        return sums;
    }

    private void Read(TokenBatch batch, int[] rows, double[] sums)
    {
        var resid = model.Embed(batch); // [N, d]
        for (var layer = 0; layer < model.Shape.Layers; layer++)
        {
            var output = model.Block(layer, resid, batch); // [N, d]
            resid.Dispose();
            resid = output;
            using var read = model.Ops.GatherRows(resid, rows); // [n, d]
            var values = new float[rows.Length * model.Shape.Width];
            model.Ops.Download(read, values);
            sums[layer] += values.Sum(v => (double)v);
        }

        resid.Dispose();
    }
}

using SteerScope.Files;
using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>
/// Finds for a feature the other feature whose decoder row has the smallest cosine with its own: the one that stands for
/// the same direction turned round. The decoder is streamed once for all features asked about.
/// </summary>
public static class OpposedFeatures
{
    /// <summary>Rows of the decoder that are held against every feature asked about while they are in the second-level cache.</summary>
    private const int RowsTogether = 16;

    /// <summary>
    /// One entry per feature asked about, in the order asked; a feature is never its own opposite, ties go to the lower
    /// index, dead rows (<see cref="SaeHealth.DeadNorm"/>) are passed over, and a dead feature has no entry.
    /// </summary>
    public static IReadOnlyList<OpposedFeature> Of(SaeFile file, IReadOnlyList<int> features)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(features);
        var norms = file.DecoderNorms;
        var asked = features.Where(feature => norms[feature] >= SaeHealth.DeadNorm).ToArray();
        var directions = asked.Select(file.DecoderRow).ToArray();
        var best = new OpposedFeature[asked.Length];
        Array.Fill(best, new OpposedFeature(-1, -1, double.PositiveInfinity));
        var (total, d) = (file.Spec.Features, file.Spec.InputWidth);
        var block = new double[RowsTogether * d];
        for (var first = 0; first < total; first += RowsTogether)
        {
            var count = Math.Min(RowsTogether, total - first);
            file.Weights.WDec.CopyTo((long)first * d, block.AsSpan(0, count * d));
            // Rows beyond the last are zero, and dead rows are never chosen.
            block.AsSpan(count * d).Clear();
            for (var i = 0; i < asked.Length; i++)
            {
                for (var four = 0; four < count; four += 4)
                {
                    var (a, b, c, e) = VectorMath.Dot4(directions[i], block.AsSpan(four * d, 4 * d));
                    Hold(i, first + four, a);
                    Hold(i, first + four + 1, b);
                    Hold(i, first + four + 2, c);
                    Hold(i, first + four + 3, e);
                }
            }
        }

        return [.. best.Where(item => item.Opposed >= 0)];

        void Hold(int index, int candidate, double product)
        {
            if (candidate >= total || norms[candidate] < SaeHealth.DeadNorm || candidate == asked[index])
            {
                return;
            }

            var cosine = product / (norms[asked[index]] * norms[candidate]);
            if (cosine < best[index].Cosine)
            {
                best[index] = new OpposedFeature(asked[index], candidate, cosine);
            }
        }
    }
}

using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>
/// Finds for a feature the other feature whose decoder row has the smallest cosine with its own: the one that stands for
/// the same direction turned round. The decoder is streamed once for all features asked about.
/// </summary>
public static class OpposedFeatures
{
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
        file.ForEachDecoderRow((candidate, row) =>
        {
            if (norms[candidate] < SaeHealth.DeadNorm)
            {
                return;
            }

            for (var i = 0; i < asked.Length; i++)
            {
                var cosine = VectorMath.Dot(directions[i], row) / (norms[asked[i]] * norms[candidate]);
                if (candidate != asked[i] && cosine < best[i].Cosine)
                {
                    best[i] = new OpposedFeature(asked[i], candidate, cosine);
                }
            }
        });
        return [.. best.Where(item => item.Opposed >= 0)];
    }
}

using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Steering;

namespace SteerScope.Core.Tests.Steering;

/// <summary>
/// Steering as its definition reads: one full forward pass of one whole sequence per number, the vector added to the rows
/// on the host, every logit of the vocabulary computed.
/// </summary>
internal sealed class PlainSteering<T>(Transformer<T> model)
    where T : class, IDisposable
{
    /// <summary>Propensity of the matching answer, one per metric.</summary>
    public double[] Propensities(
        TokenizedPair pair, SteeringDirection direction, double multiplier, AddingPositions positions, IReadOnlyList<PropensityMetric> metrics)
    {
        var matching = Logits(pair.MatchingIds(), pair, direction, multiplier, positions);
        var other = Logits(pair.OtherIds(), pair, direction, multiplier, positions);
        return
        [
            .. metrics.Select(metric =>
                Score(matching, pair.MatchingIds(), pair.LetterPosition, metric) - Score(other, pair.OtherIds(), pair.LetterPosition, metric)),
        ];
    }

    private static double Score(float[][] logits, int[] ids, int letter, PropensityMetric metric)
    {
        var last = metric == PropensityMetric.LetterLogitDiff ? letter : ids.Length - 1;
        var sum = 0.0;
        for (var position = letter; position <= last; position++)
        {
            var predicting = logits[position - 1];
            sum += predicting[ids[position]];
            if (metric == PropensityMetric.LogprobDiffSum)
            {
                sum -= Math.Log(predicting.Sum(logit => Math.Exp(logit)));
            }
        }

        return sum;
    }

    private float[][] Logits(int[] ids, TokenizedPair pair, SteeringDirection direction, double multiplier, AddingPositions positions)
    {
        var batch = TokenBatch.Single(ids);
        var resid = model.Embed(batch);
        for (var layer = 0; layer < model.Shape.Layers; layer++)
        {
            var output = model.Block(layer, resid, batch);
            resid.Dispose();
            resid = output;
            if (layer == direction.Layer)
            {
                var values = Values(resid);
                for (var position = 0; position < ids.Length; position++)
                {
                    var isAdded = positions switch
                    {
                        AddingPositions.All => true,
                        AddingPositions.Last => position == pair.PredictingPosition,
                        _ => position >= pair.PredictingPosition,
                    };
                    for (var i = 0; isAdded && i < direction.Vector.Length; i++)
                    {
                        values[position][i] += (float)multiplier * direction.Vector[i];
                    }
                }

                resid.Dispose();
                resid = model.Ops.Upload(values.SelectMany(row => row).ToArray(), ids.Length, direction.Vector.Length);
            }
        }

        using var normed = model.FinalNorm(resid);
        using var logits = model.Logits(normed);
        resid.Dispose();
        return Values(logits);
    }

    private float[][] Values(T x)
    {
        var values = new float[model.Ops.Rows(x) * model.Ops.Columns(x)];
        model.Ops.Download(x, values);
        return [.. values.Chunk(model.Ops.Columns(x))];
    }
}

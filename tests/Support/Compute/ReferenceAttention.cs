using SteerScope.Compute;

namespace SteerScope.Tests.Support.Compute;

/// <summary>Attention one query, one head, one key at a time.</summary>
internal static class ReferenceAttention
{
    public static ReferenceTensor Run(ReferenceTensor q, ReferenceTensor k, ReferenceTensor v, ReferenceTensor? cachedKeys, ReferenceTensor? cachedValues, IReadOnlyList<Segment> segments, AttentionShape shape)
    {
        Require(q.Columns == shape.Heads * shape.HeadDim && k.Columns == shape.KeyValueHeads * shape.HeadDim, q, k);
        Require(k.Rows == v.Rows && k.Columns == v.Columns, k, v);
        Require(q.Rows == k.Rows, q, k);
        var result = new ReferenceTensor(q.Rows, q.Columns);
        foreach (var segment in segments)
        {
            List<(ReferenceTensor Keys, ReferenceTensor Values, int Row)> visible = [];
            foreach (var span in segment.Context)
            {
                for (var row = span.Start; row < span.Start + span.Length; row++)
                {
                    visible.Add(span.Cached ? (cachedKeys!, cachedValues!, row) : (k, v, row));
                }
            }

            for (var index = 0; index < segment.Length; index++)
            {
                visible.Add((k, v, segment.Start + index));
                for (var head = 0; head < shape.Heads; head++)
                {
                    Query(q, segment.Start + index, head, visible, shape, result);
                }
            }
        }

        return result;
    }

    private static void Query(ReferenceTensor q, int row, int head, List<(ReferenceTensor Keys, ReferenceTensor Values, int Row)> visible, AttentionShape shape, ReferenceTensor result)
    {
        var shared = head / (shape.Heads / shape.KeyValueHeads) * shape.HeadDim;
        var first = head * shape.HeadDim;
        var position = visible.Count - 1;
        var begin = shape.SlidingWindow > 0 ? Math.Max(0, position - shape.SlidingWindow + 1) : 0;
        var scores = new double[visible.Count];
        for (var key = begin; key < visible.Count; key++)
        {
            for (var dimension = 0; dimension < shape.HeadDim; dimension++)
            {
                scores[key] += q[row, first + dimension] * visible[key].Keys[visible[key].Row, shared + dimension];
            }

            scores[key] *= shape.Scale;
            if (shape.SoftCap > 0)
            {
                scores[key] = shape.SoftCap * Math.Tanh(scores[key] / shape.SoftCap);
            }
        }

        var highest = scores[begin..].Max();
        var sum = scores[begin..].Sum(score => Math.Exp(score - highest));
        for (var key = begin; key < visible.Count; key++)
        {
            var weight = Math.Exp(scores[key] - highest) / sum;
            for (var dimension = 0; dimension < shape.HeadDim; dimension++)
            {
                result[row, first + dimension] += weight * visible[key].Values[visible[key].Row, shared + dimension];
            }
        }
    }

    private static void Require(bool holds, ReferenceTensor x, ReferenceTensor y)
    {
        if (!holds)
        {
            throw new ArgumentException($"Shapes do not fit: {x.Shape} and {y.Shape}.");
        }
    }
}

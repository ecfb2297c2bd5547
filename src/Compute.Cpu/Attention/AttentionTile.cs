using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu.Attention;

/// <summary>
/// Some rows (queries, and heads that share a key/value head) against all keys that they see: scores, softmax, weighted values.
/// </summary>
internal sealed unsafe class AttentionTile
{
    private readonly TensorPool pool;
    private readonly MatrixKernel kernel;
    private readonly AttentionShape shape;
    private readonly CpuTensor q;
    private readonly CpuTensor result;
    private readonly QueryGroup group;
    private readonly int keyValueHead;
    private readonly int first;
    private readonly int rows;

    /// <summary>Where the rows begin in the queries, and in the result.</summary>
    private readonly int[] place;

    /// <summary>Position of the first key that a row sees.</summary>
    private readonly int[] low;

    /// <summary>Position behind the last key that a row sees.</summary>
    private readonly int[] high;
    private readonly List<KeyPart> parts = [];

    /// <summary>Position of column 0 of the scores: a multiple of 16, so that lanes belong to positions.</summary>
    private readonly int origin;

    /// <summary>Floats from a row of scores to the next.</summary>
    private readonly int scoreStride;

    public AttentionTile(TensorPool pool, MatrixKernel kernel, KeyValuePanels batch, KeyValuePanels? cache, AttentionShape shape, CpuTensor q, CpuTensor result, QueryGroup group, int keyValueHead, int first, int rows)
    {
        this.pool = pool;
        this.kernel = kernel;
        this.shape = shape;
        this.q = q;
        this.result = result;
        this.group = group;
        this.keyValueHead = keyValueHead;
        this.first = first;
        this.rows = rows;
        place = new int[rows];
        low = new int[rows];
        high = new int[rows];
        FindRanges();
        FindParts(batch, cache);
        origin = low.Min() & -SoftMax.Lanes;
        scoreStride = ((high.Max() - origin + SoftMax.Lanes - 1) & -SoftMax.Lanes) + SoftMax.Lanes;
    }

    private int Sharing => shape.Heads / shape.KeyValueHeads;

    /// <summary>Computes the tile and writes its rows of the result.</summary>
    public void Run()
    {
        var panel = kernel.PanelWidth;
        var dimensionPanels = parts[0].Source.DimensionPanels;
        var outputStride = dimensionPanels * panel;
        using var scratch = new Scratch(pool, (long)rows * (shape.HeadDim + scoreStride + outputStride + panel));
        var memory = scratch.Span;
        var queries = memory[..(rows * shape.HeadDim)];
        var scores = memory.Slice(queries.Length, rows * scoreStride);
        var outputs = memory.Slice(queries.Length + scores.Length, rows * outputStride);
        var edge = memory[(queries.Length + scores.Length + outputs.Length)..];
        Gather(queries);
        foreach (var part in parts)
        {
            Score(part, queries, scores, edge);
        }

        Span<float> sums = stackalloc float[rows];
        for (var row = 0; row < rows; row++)
        {
            sums[row] = SoftMax.Apply(scores.Slice(row * scoreStride, scoreStride), low[row] - origin, high[row] - origin, shape.Scale, shape.SoftCap);
        }

        outputs.Clear();
        foreach (var part in parts)
        {
            for (var dimensions = 0; dimensions < dimensionPanels; dimensions++)
            {
                Weigh(part, dimensions, scores, outputs, outputStride);
            }
        }

        Scatter(outputs, outputStride, sums);
    }

    private (Segment Segment, int Query, int Head) RowAt(int row)
    {
        var (query, shared) = Math.DivRem(first + row, Sharing);
        var (segment, index) = group.Queries[query];
        return (segment, index, (keyValueHead * Sharing) + shared);
    }

    private void FindRanges()
    {
        for (var row = 0; row < rows; row++)
        {
            var (segment, query, head) = RowAt(row);
            place[row] = ((segment.Start + query) * q.Columns) + (head * shape.HeadDim);
            var position = segment.Position + query;
            low[row] = shape.SlidingWindow > 0 ? Math.Max(0, position - shape.SlidingWindow + 1) : 0;
            high[row] = position + 1;
        }
    }

    private void FindParts(KeyValuePanels batch, KeyValuePanels? cache)
    {
        var position = 0;
        foreach (var span in group.Context)
        {
            if (span.Length > 0)
            {
                parts.Add(new KeyPart(span.Cached ? cache! : batch, span.Start, position, span.Length, 0, rows));
                position += span.Length;
            }
        }

        for (var begin = 0; begin < rows;)
        {
            var segment = RowAt(begin).Segment;
            var end = begin + 1;
            while (end < rows && ReferenceEquals(RowAt(end).Segment, segment))
            {
                end++;
            }

            parts.Add(new KeyPart(batch, segment.Start, segment.Position, RowAt(end - 1).Query + 1, begin, end));
            begin = end;
        }
    }

    private void Gather(Span<float> queries)
    {
        var source = q.Span;
        for (var row = 0; row < rows; row++)
        {
            source.Slice(place[row], shape.HeadDim).CopyTo(queries[(row * shape.HeadDim)..]);
        }
    }

    /// <summary>Raw q·k of a part; panels that reach beyond the part go through <paramref name="edge"/>.</summary>
    private void Score(in KeyPart part, Span<float> queries, Span<float> scores, Span<float> edge)
    {
        var (lowest, highest) = (low[part.RowBegin], high[part.RowBegin]);
        for (var row = part.RowBegin + 1; row < part.RowEnd; row++)
        {
            lowest = Math.Min(lowest, low[row]);
            highest = Math.Max(highest, high[row]);
        }

        var begin = part.FirstRow + Math.Max(lowest - part.Position, 0);
        var end = part.FirstRow + Math.Min(highest - part.Position, part.Length);
        if (begin >= end)
        {
            return;
        }

        var width = kernel.PanelWidth;
        var count = part.RowEnd - part.RowBegin;
        fixed (float* queryRows = queries, scoreRows = scores, edgeRows = edge, keys = part.Source.Keys)
        {
            var a = queryRows + (part.RowBegin * shape.HeadDim);
            for (var key = begin / width * width; key < end; key += width)
            {
                var b = (byte*)(keys + part.Source.KeyPanel(keyValueHead, key / width));
                var column = part.Position + (key - part.FirstRow) - origin;
                var c = scoreRows + ((nint)part.RowBegin * scoreStride) + column;
                if (key >= begin && key + width <= end)
                {
                    kernel.Run(ElementKind.Float32, a, shape.HeadDim, count, b, shape.HeadDim, c, scoreStride, accumulate: false);
                    continue;
                }

                kernel.Run(ElementKind.Float32, a, shape.HeadDim, count, b, shape.HeadDim, edgeRows, width, accumulate: false);
                var skipped = Math.Max(begin - key, 0);
                var kept = Math.Min(end - key, width) - skipped;
                for (nint row = 0; row < count; row++)
                {
                    new Span<float>(edgeRows + (row * width) + skipped, kept).CopyTo(new Span<float>(c + (row * scoreStride) + skipped, kept));
                }
            }
        }
    }

    /// <summary>
    /// Adds a part's weighted values. Keys that all rows see are taken together; the ragged ends (causal limit, window) row by row,
    /// because a key that a row does not see must not touch it, not even with weight zero: 0 * infinity is not 0.
    /// </summary>
    private void Weigh(in KeyPart part, int dimensions, Span<float> scores, Span<float> outputs, int outputStride)
    {
        var (commonLow, commonHigh) = (0, int.MaxValue);
        for (var row = part.RowBegin; row < part.RowEnd; row++)
        {
            commonLow = Math.Max(commonLow, low[row]);
            commonHigh = Math.Min(commonHigh, high[row]);
        }

        commonLow = Math.Clamp(commonLow, part.Position, part.Position + part.Length);
        commonHigh = Math.Clamp(commonHigh, commonLow, part.Position + part.Length);
        fixed (float* scoreRows = scores, outputRows = outputs, values = part.Source.Values)
        {
            var weights = scoreRows - origin;
            var firstValue = part.Source.ValueRow(keyValueHead, dimensions, part.FirstRow);
            var target = outputRows + (dimensions * kernel.PanelWidth);
            for (var row = part.RowBegin; row < part.RowEnd; row++)
            {
                Add(part, weights, values + firstValue, target, outputStride, row, row + 1, Math.Max(low[row], part.Position), Math.Min(high[row], commonLow));
            }

            Add(part, weights, values + firstValue, target, outputStride, part.RowBegin, part.RowEnd, commonLow, commonHigh);
            for (var row = part.RowBegin; row < part.RowEnd; row++)
            {
                Add(part, weights, values + firstValue, target, outputStride, row, row + 1, Math.Max(low[row], commonHigh), Math.Min(high[row], part.Position + part.Length));
            }
        }
    }

    private void Add(in KeyPart part, float* weights, float* values, float* outputs, int outputStride, int rowBegin, int rowEnd, int begin, int end)
    {
        if (begin < end)
        {
            var b = (byte*)(values + ((nint)(begin - part.Position) * kernel.PanelWidth));
            kernel.Run(ElementKind.Float32, weights + ((nint)rowBegin * scoreStride) + begin, scoreStride, rowEnd - rowBegin, b, end - begin, outputs + ((nint)rowBegin * outputStride), outputStride, accumulate: true);
        }
    }

    private void Scatter(Span<float> outputs, int outputStride, Span<float> sums)
    {
        var target = result.Span;
        for (var row = 0; row < rows; row++)
        {
            Elementwise.Divide(outputs.Slice(row * outputStride, shape.HeadDim), sums[row], target.Slice(place[row], shape.HeadDim));
        }
    }
}

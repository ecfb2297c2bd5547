namespace SteerScope.Kernels;

/// <summary>The operations written down in C# as one writes them first: loops over arrays, one thread.</summary>
internal static class PlainKernels
{
    /// <summary>Larger cases take seconds and tell nothing new.</summary>
    private const double MostFlops = 7e8;

    /// <summary>One run of a case; null where it is not worth the wait.</summary>
    public static Action? Prepare(KernelCase item) => item.Operation switch
    {
        _ when item.Flops > MostFlops => null,
        KernelOperation.LinearFloat32 => Linear(item),
        KernelOperation.Attention => Attention(item, 0),
        KernelOperation.CappedAttention => Attention(item, KernelCase.SoftCap),
        KernelOperation.RmsNorm => RmsNorm(item),
        KernelOperation.Rotary => Rotary(item),
        _ => null,
    };

    private static Action Linear(KernelCase item)
    {
        var (x, w) = (Values.Random((long)item.Tokens * item.Inputs), Values.Random((long)item.Outputs * item.Inputs));
        var y = new float[item.Tokens * item.Outputs];
        return () =>
        {
            for (var token = 0; token < item.Tokens; token++)
            {
                for (var output = 0; output < item.Outputs; output++)
                {
                    var sum = 0f;
                    for (var input = 0; input < item.Inputs; input++)
                    {
                        sum += x[(token * item.Inputs) + input] * w[(output * item.Inputs) + input];
                    }

                    y[(token * item.Outputs) + output] = sum;
                }
            }
        };
    }

    private static Action Attention(KernelCase item, float cap)
    {
        var (tokens, dim, heads) = (item.Tokens, item.Inputs, item.Outputs);
        var (width, keyWidth) = (heads * dim, heads / KernelCase.Sharing * dim);
        var (q, k, v) = (Values.Random((long)tokens * width), Values.Random((long)tokens * keyWidth), Values.Random((long)tokens * keyWidth));
        var result = new float[tokens * width];
        var scores = new float[tokens];
        return () =>
        {
            Array.Clear(result);
            for (var head = 0; head < heads; head++)
            {
                var keyHead = head / KernelCase.Sharing;
                for (var query = 0; query < tokens; query++)
                {
                    var first = item.Window > 0 ? Math.Max(0, query - item.Window + 1) : 0;
                    var highest = float.NegativeInfinity;
                    for (var key = first; key <= query; key++)
                    {
                        var score = 0f;
                        for (var i = 0; i < dim; i++)
                        {
                            score += q[(query * width) + (head * dim) + i] * k[(key * keyWidth) + (keyHead * dim) + i];
                        }

                        score /= 16;
                        scores[key] = cap > 0 ? cap * MathF.Tanh(score / cap) : score;
                        highest = Math.Max(highest, scores[key]);
                    }

                    var sum = 0f;
                    for (var key = first; key <= query; key++)
                    {
                        var weight = MathF.Exp(scores[key] - highest);
                        sum += weight;
                        for (var i = 0; i < dim; i++)
                        {
                            result[(query * width) + (head * dim) + i] += weight * v[(key * keyWidth) + (keyHead * dim) + i];
                        }
                    }

                    for (var i = 0; i < dim; i++)
                    {
                        result[(query * width) + (head * dim) + i] /= sum;
                    }
                }
            }
        };
    }

    private static Action RmsNorm(KernelCase item)
    {
        var (x, gain) = (Values.Random((long)item.Tokens * item.Inputs), Values.Random(item.Inputs));
        var y = new float[x.Length];
        return () =>
        {
            for (var token = 0; token < item.Tokens; token++)
            {
                var squares = 0.0;
                for (var i = 0; i < item.Inputs; i++)
                {
                    squares += (double)x[(token * item.Inputs) + i] * x[(token * item.Inputs) + i];
                }

                var factor = (float)(1 / Math.Sqrt((squares / item.Inputs) + 1e-6));
                for (var i = 0; i < item.Inputs; i++)
                {
                    y[(token * item.Inputs) + i] = x[(token * item.Inputs) + i] * factor * (gain[i] + 1);
                }
            }
        };
    }

    private static Action Rotary(KernelCase item)
    {
        var (heads, half) = (item.Outputs, item.Inputs / 2);
        var x = Values.Random((long)item.Tokens * heads * item.Inputs);
        var (cosines, sines) = (Values.Random((long)item.Tokens * half), Values.Random((long)item.Tokens * half, 0.1f));
        return () =>
        {
            for (var token = 0; token < item.Tokens; token++)
            {
                for (var head = 0; head < heads; head++)
                {
                    var start = ((token * heads) + head) * item.Inputs;
                    for (var i = 0; i < half; i++)
                    {
                        var (a, b) = (x[start + i], x[start + half + i]);
                        var (cosine, sine) = (cosines[(token * half) + i], sines[(token * half) + i]);
                        x[start + i] = (a * cosine) - (b * sine);
                        x[start + half + i] = (b * cosine) + (a * sine);
                    }
                }
            }
        };
    }
}

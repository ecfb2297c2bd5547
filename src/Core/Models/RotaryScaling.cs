using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Rotary frequencies by formula. Su et al. (arXiv 2104.09864); "llama3", YaRN (arXiv 2309.00071) and LongRoPE (arXiv
/// 2402.13753) as in huggingface/transformers, modeling_rope_utils.py, but in double.
/// </summary>
internal static class RotaryScaling
{
    /// <summary>theta^(-2i / rotated) for every pair.</summary>
    public static double[] Plain(double theta, int rotated) =>
        [.. Enumerable.Range(0, rotated / 2).Select(i => Math.Pow(theta, -2.0 * i / rotated))];

    /// <summary>The factor by which a scaling stretches positions.</summary>
    public static double Factor(ModelConfig scaling, double? fallback = null) => scaling.Number("factor", 1, 1e6, fallback);

    /// <summary>Every wave slowed down by the factor.</summary>
    public static RotaryTable Linear(double[] frequencies, ModelConfig scaling)
    {
        var factor = Factor(scaling);
        return new RotaryTable([.. frequencies.Select(frequency => frequency / factor)]);
    }

    /// <summary>Long waves are slowed down by the factor, short ones left alone, and those between blended.</summary>
    public static RotaryTable Llama3(double[] frequencies, ModelConfig scaling, int trained)
    {
        var factor = Factor(scaling);
        var low = scaling.Number("low_freq_factor", 1e-6, 1e6);
        var high = scaling.Number("high_freq_factor", 1e-6, 1e6);
        if (high <= low)
        {
            throw scaling.Wrong("high_freq_factor", $"is {high}, but must be greater than low_freq_factor, {low}");
        }

        return new RotaryTable([.. frequencies.Select(frequency =>
        {
            var turns = trained * frequency / (2 * Math.PI);
            return Blend(frequency, factor, kept: Math.Clamp((turns - low) / (high - low), 0, 1));
        })]);
    }

    /// <summary>As llama3, but blended linearly in the index of the pair, and cosines and sines grow with the factor.</summary>
    public static RotaryTable Yarn(double[] frequencies, ModelConfig scaling, double theta, int trained)
    {
        if (theta <= 1)
        {
            throw scaling.Wrong("rope_type", $"is yarn, which needs a rope_theta greater than 1, not {theta}");
        }

        var factor = Factor(scaling);
        var rotated = 2 * frequencies.Length;
        var first = Pair(scaling.Number("beta_fast", 1e-6, 1e6, 32));
        var last = Pair(scaling.Number("beta_slow", 1e-6, 1e6, 1));
        if (scaling.Flag("truncate", true))
        {
            (first, last) = (Math.Floor(first), Math.Ceiling(last));
        }

        (first, last) = (Math.Max(first, 0), Math.Min(last, rotated - 1));
        var width = first == last ? 0.001 : last - first;
        return new RotaryTable(
            [.. frequencies.Select((frequency, i) => Blend(frequency, factor, kept: 1 - Math.Clamp((i - first) / width, 0, 1)))],
            (float)YarnAttention(scaling, factor));

        // The pair whose wave turns so many times in the trained length; need not be whole.
        double Pair(double turns) => rotated * Math.Log(trained / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));
    }

    /// <summary>Every wave slowed down by its own factor; those for sequences up to the trained length, the short ones.</summary>
    public static RotaryTable LongRope(double[] frequencies, ModelConfig scaling, int trained, double stretch)
    {
        var factors = scaling.Numbers("short_factor", frequencies.Length, 1e-6, 1e6);
        scaling.Numbers("long_factor", frequencies.Length, 1e-6, 1e6);
        var factor = Factor(scaling, stretch);
        if (factor > 1 && trained == 1)
        {
            throw scaling.Wrong("original_max_position_embeddings", "is 1, but longrope needs at least 2");
        }

        var attention = factor <= 1 ? 1 : Math.Sqrt(1 + (Math.Log(factor) / Math.Log(trained)));
        return new RotaryTable(
            [.. frequencies.Zip(factors, (frequency, own) => frequency / own)], (float)AttentionFactor(scaling, attention));
    }

    private static double YarnAttention(ModelConfig scaling, double factor)
    {
        var (scale, allDimensions) = (scaling.Number("mscale", 0, 1e6, 0), scaling.Number("mscale_all_dim", 0, 1e6, 0));
        return AttentionFactor(scaling, scale > 0 && allDimensions > 0 ? Growth(scale) / Growth(allDimensions) : Growth(1));

        double Growth(double by) => (0.1 * by * Math.Log(factor)) + 1;
    }

    private static double AttentionFactor(ModelConfig scaling, double fallback) => scaling.Number("attention_factor", 1e-6, 1e6, fallback);

    private static double Blend(double frequency, double factor, double kept) => (kept * frequency) + ((1 - kept) * frequency / factor);
}

using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>
/// Rotary frequencies from config.json: <c>rope_theta</c> and <c>rope_scaling</c>, or <c>rope_parameters</c>, which holds both
/// in newer files. Formulas: Su et al. (arXiv 2104.09864); linear and dynamic NTK scaling and "llama3" as in
/// huggingface/transformers, modeling_rope_utils.py.
/// </summary>
public static class RotaryFrequencies
{
    private const string Supported = "default, linear, dynamic or llama3";

    /// <summary>The table for heads of which <paramref name="rotated"/> dimensions turn.</summary>
    /// <exception cref="InputException">A field is out of range, or the scaling is of an unsupported type.</exception>
    public static RotaryTable Table(ModelConfig config, int rotated, double defaultTheta = 10_000)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (rotated % 2 != 0)
        {
            throw config.Wrong("head_dim", $"is {rotated}, but rotary embeddings need an even number");
        }

        var scaling = Scaling(config);
        var theta = scaling is not null && scaling.Has("rope_theta")
            ? scaling.Number("rope_theta", 1, 1e12)
            : config.Number("rope_theta", 1, 1e12, defaultTheta);
        var frequencies = Plain(theta, rotated);
        return new RotaryTable(Type(config) switch
        {
            "linear" => [.. frequencies.Select(frequency => frequency / Factor(scaling!))],
            "llama3" => Llama3(frequencies, config, scaling!),

            // Dynamic scaling changes nothing up to the trained length, and MaxPositions allows no more.
            _ => frequencies,
        });
    }

    /// <summary>The longest sequence for which the frequencies hold; 0 when config.json sets no limit.</summary>
    public static int MaxPositions(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var type = Type(config);
        int? unlimited = type == "dynamic" ? null : 0;
        var trained = config.Integer("max_position_embeddings", 1, ConfigFields.MaxPositions, unlimited);
        return type == "linear" ? (int)Math.Min(trained * Factor(Scaling(config)!), ConfigFields.MaxPositions) : trained;
    }

    private static ModelConfig? Scaling(ModelConfig config) => config.Section("rope_parameters") ?? config.Section("rope_scaling");

    private static string Type(ModelConfig config)
    {
        var scaling = Scaling(config);
        var type = scaling?.Text("rope_type", scaling.Text("type", "default")) ?? "default";
        return type is "default" or "linear" or "dynamic" or "llama3"
            ? type
            : throw scaling!.Wrong("rope_type", $"is \"{type}\", but must be {Supported}");
    }

    private static double Factor(ModelConfig scaling) => scaling.Number("factor", 1, 1e6);

    private static double[] Plain(double theta, int rotated) =>
        [.. Enumerable.Range(0, rotated / 2).Select(i => Math.Pow(theta, -2.0 * i / rotated))];

    // Long waves are slowed down by the factor, short ones left alone, and those between blended.
    private static double[] Llama3(double[] frequencies, ModelConfig config, ModelConfig scaling)
    {
        var factor = Factor(scaling);
        var low = scaling.Number("low_freq_factor", 1e-6, 1e6);
        var high = scaling.Number("high_freq_factor", 1e-6, 1e6);
        var trained = scaling.Has("original_max_position_embeddings")
            ? scaling.Integer("original_max_position_embeddings", 1, ConfigFields.MaxPositions)
            : config.Integer("max_position_embeddings", 1, ConfigFields.MaxPositions);
        if (high <= low)
        {
            throw scaling.Wrong("high_freq_factor", $"is {high}, but must be greater than low_freq_factor, {low}");
        }

        return [.. frequencies.Select(frequency =>
        {
            var turns = trained * frequency / (2 * Math.PI);
            var kept = Math.Clamp((turns - low) / (high - low), 0, 1);
            return (kept * frequency) + ((1 - kept) * frequency / factor);
        })];
    }
}

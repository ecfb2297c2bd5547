using System.Globalization;
using System.Text.Json;
using SteerScope.Decomposition;
using SteerScope.Sweeps.Results;

namespace SteerScope.Client.Commands;

/// <summary>A row of the table <c>features</c> as text or JSON, under the names of its columns.</summary>
internal static class FeatureText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, FeatureReference reference, FeatureReading reading, bool json)
    {
        var values = Values(reference, reading);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(values.ToDictionary(v => v.Name, v => v.Value)));
            return;
        }

        var width = values.Max(v => v.Name.Length) + 2;
        foreach (var (name, value) in values)
        {
            output.WriteLine($"{name.PadRight(width)}{Text(value)}");
        }

        output.WriteLine();
        output.WriteLine(Meaning(reading.Role));
    }

    private static (string Name, object? Value)[] Values(FeatureReference reference, FeatureReading reading) =>
    [
        ("behaviour", reference.Behaviour),
        ("layer", reference.Layer),
        ("sae", reading.Sae),
        ("feature", reading.Feature),
        ("role", SnakeCase.Of(reading.Role)),
        ("mean_matching", reading.MeanMatching),
        ("mean_not_matching", reading.MeanNotMatching),
        ("activation_on_vector", reading.ActivationOnVector),
        ("activated_by_neither_class", reading.ActivatedByNeitherClass),
        ("vector_on_encoder", reading.VectorOnEncoder),
        ("vector_on_decoder", reading.VectorOnDecoder),
        ("b_enc", reading.EncoderBias),
        ("threshold", reading.Threshold),
        ("default_component", reading.DefaultComponent),
        ("most_opposed_feature", reading.MostOpposedFeature),
        ("most_opposed_cosine", reading.MostOpposedCosine),
    ];

    private static string Text(object? value) => value switch
    {
        null => "-",
        true => "yes",
        false => "no",
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static string Meaning(FeatureRole role) => role switch
    {
        FeatureRole.Aligned => "aligned: matching prompts activate it more than the others, and so does the vector; the SAE's answer is meaningful.",
        FeatureRole.Suppressed => "suppressed: matching prompts activate it less than the others; its coefficient should be negative, which the SAE cannot say.",
        FeatureRole.Spurious => "spurious: the vector activates it, and what it stands for does not tell the two classes of prompts apart.",
        FeatureRole.Bias => "bias: the zero vector activates it about as much; the encoder's bias speaks, not the vector.",
        _ => "inactive: the vector does not activate it, and does not turn it down.",
    };
}

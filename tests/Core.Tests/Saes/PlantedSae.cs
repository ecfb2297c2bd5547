using SteerScope.Compute;
using SteerScope.Saes;

namespace SteerScope.Core.Tests.Saes;

/// <summary>SAEs with given weights.</summary>
internal static class PlantedSae
{
    /// <summary>JumpReLU SAE with the given decoder [F][d], its transpose as encoder, and biases and thresholds of 0 unless given.</summary>
    public static SaeFile JumpRelu(float[][] decoder, float[]? encoderBias = null, float[]? threshold = null)
    {
        var (f, d) = (decoder.Length, decoder[0].Length);
        var encoder = new float[d * f];
        for (var feature = 0; feature < f; feature++)
        {
            for (var i = 0; i < d; i++)
            {
                encoder[(i * f) + feature] = decoder[feature][i];
            }
        }

        var weights = new SaeWeights(
            new ArrayTensor("W_enc", encoder, d, f),
            WeightLayout.InputsByOutputs,
            new ArrayTensor("b_enc", encoderBias ?? new float[f], f),
            new ArrayTensor("W_dec", [.. decoder.SelectMany(row => row)], f, d),
            new ArrayTensor("b_dec", new float[d], d),
            new ArrayTensor("threshold", threshold ?? new float[f], f));
        return Of(new SaeSpec { Format = "planted", Architecture = SaeArchitecture.JumpRelu, InputWidth = d, Features = f }, weights);
    }

    public static SaeFile Of(SaeSpec spec, SaeWeights weights) => new("planted", spec, weights, new Nothing());

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

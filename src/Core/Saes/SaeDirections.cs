using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>Projections on the directions of an SAE's encoder and decoder, in double, without biases.</summary>
public static class SaeDirections
{
    /// <summary>x @ W_enc for every feature, [F].</summary>
    /// <exception cref="ArgumentException">x has another width than the SAE's input.</exception>
    public static double[] OnEncoder(SaeFile file, double[] x) => OnEncoder(file, [x])[0];

    /// <summary>x @ W_enc for every x and every feature, [x][F]: one pass over the encoder.</summary>
    /// <exception cref="ArgumentException">An x has another width than the SAE's input.</exception>
    public static double[][] OnEncoder(SaeFile file, IReadOnlyList<double[]> vectors)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Weights.EncoderLayout == WeightLayout.InputsByOutputs
            ? StoredProjections.OnColumns(file.Weights.WEnc, vectors)
            : StoredProjections.OnRows(file.Weights.WEnc, vectors);
    }

    /// <summary>x · W_dec[f] for every feature, [F].</summary>
    /// <exception cref="ArgumentException">x has another width than the SAE's input.</exception>
    public static double[] OnDecoder(SaeFile file, double[] x)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.ProjectOnDecoder(x)[0];
    }

    /// <summary>W_enc[:, feature], [d].</summary>
    public static double[] Encoder(SaeFile file, int feature)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (tensor, d, features) = (file.Weights.WEnc, file.Spec.InputWidth, file.Spec.Features);
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, features);
        var result = new double[d];
        if (file.Weights.EncoderLayout == WeightLayout.OutputsByInputs)
        {
            tensor.CopyTo((long)feature * d, result);
            return result;
        }

        for (var i = 0; i < d; i++)
        {
            tensor.CopyTo(((long)i * features) + feature, result.AsSpan(i, 1));
        }

        return result;
    }

    /// <summary>
    /// What the encoder adds whatever the input, [F]: b_enc, less b_dec @ W_enc where the SAE takes b_dec from its input.
    /// It is the pre-activation of the zero vector (of the gate, for a gated SAE), and what default components offset.
    /// </summary>
    public static double[] EffectiveBias(SaeFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var bias = (file.Weights.BEnc ?? file.Weights.GateBias!).ToFloats().Select(value => (double)value).ToArray();
        if (file.Spec.ApplyBDecToInput)
        {
            var taken = OnEncoder(file, Array.ConvertAll(file.DecoderBias.ToArray(), value => (double)value));
            VectorMath.AddScaled(bias, -1, taken);
        }

        return bias;
    }
}

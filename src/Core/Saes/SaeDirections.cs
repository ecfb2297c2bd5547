using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>Projections on the directions of an SAE's encoder and decoder, in double, without biases.</summary>
public static class SaeDirections
{
    /// <summary>x @ W_enc for every feature, [F].</summary>
    /// <exception cref="ArgumentException">x has another width than the SAE's input.</exception>
    public static double[] OnEncoder(SaeFile file, ReadOnlySpan<double> x)
    {
        Require(file, x);
        var (tensor, d, features) = (file.Weights.WEnc, file.Spec.InputWidth, file.Spec.Features);
        var result = new double[features];
        if (file.Weights.EncoderLayout == WeightLayout.InputsByOutputs)
        {
            var row = new double[features];
            for (var i = 0; i < d; i++)
            {
                tensor.CopyTo((long)i * features, row);
                VectorMath.AddScaled(result, x[i], row);
            }
        }
        else
        {
            var row = new double[d];
            for (var feature = 0; feature < features; feature++)
            {
                tensor.CopyTo((long)feature * d, row);
                result[feature] = VectorMath.Dot(x, row);
            }
        }

        return result;
    }

    /// <summary>x · W_dec[f] for every feature, [F].</summary>
    /// <exception cref="ArgumentException">x has another width than the SAE's input.</exception>
    public static double[] OnDecoder(SaeFile file, ReadOnlySpan<double> x)
    {
        Require(file, x);
        var vector = x.ToArray();
        var result = new double[file.Spec.Features];
        file.ForEachDecoderRow((feature, row) => result[feature] = VectorMath.Dot(vector, row));
        return result;
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

    private static void Require(SaeFile file, ReadOnlySpan<double> x)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (x.Length != file.Spec.InputWidth)
        {
            throw new ArgumentException($"A vector of {x.Length} values does not fit an SAE of {file.Spec.InputWidth} inputs.", nameof(x));
        }
    }
}

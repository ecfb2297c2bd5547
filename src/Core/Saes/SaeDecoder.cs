using System.Runtime.InteropServices;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>Decodes on the host in double: active rows of W_dec in ascending order of the features, then b_dec.</summary>
public static class SaeDecoder
{
    /// <summary>x̂ = f W_dec + b_dec, [d], the input's normalisation undone.</summary>
    /// <param name="file">The SAE.</param>
    /// <param name="activations">f [F].</param>
    /// <param name="scale">How the row was normalised when it was encoded.</param>
    public static double[] Decode(SaeFile file, ReadOnlySpan<float> activations, SaeInputScale scale)
    {
        ArgumentNullException.ThrowIfNull(file);
        var coefficients = new double[activations.Length];
        for (var i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = activations[i];
        }

        var result = Combine(file, coefficients);
        var bias = file.DecoderBias.Span;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = ((result[i] + bias[i]) * scale.OutputFactor) + scale.Shift;
        }

        return result;
    }

    /// <summary>Sum of coefficient[f] * W_dec[f] over the features with a coefficient other than 0, without b_dec: [d].</summary>
    /// <exception cref="ArgumentException">There is not one coefficient per feature.</exception>
    public static double[] Combine(SaeFile file, ReadOnlySpan<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (coefficients.Length != file.Spec.Features)
        {
            throw new ArgumentException($"{coefficients.Length} coefficients do not fit {file.Spec.Features} features.", nameof(coefficients));
        }

        var result = new double[file.Spec.InputWidth];
        var row = new double[result.Length];
        for (var feature = 0; feature < coefficients.Length; feature++)
        {
            if (coefficients[feature] != 0)
            {
                var first = (long)feature * result.Length;
                if (file.Weights.WDec.Type == StoredType.F32)
                {
                    VectorMath.AddScaled(result, coefficients[feature], MemoryMarshal.Cast<byte, float>(file.Weights.WDec.Bytes(first, result.Length)));
                }
                else
                {
                    file.Weights.WDec.CopyTo(first, row);
                    VectorMath.AddScaled(result, coefficients[feature], row);
                }
            }
        }

        return result;
    }
}

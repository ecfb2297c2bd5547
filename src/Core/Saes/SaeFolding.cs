using System.Runtime.InteropServices;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>
/// Factors per feature folded into the weights, so that everything that projects on encoder or decoder directions sees the
/// same SAE as encoding and decoding do. The folded tensors are float32, and computed when they are first read.
/// </summary>
internal static class SaeFolding
{
    /// <summary>The weights as they are used.</summary>
    /// <remarks>
    /// With <see cref="SaeSpec.UnitDecoder"/> column f of W_enc and the biases are multiplied by the norm of row f of W_dec,
    /// and that row is divided by it, as SAELens' fold_W_dec_norm and dictionary_learning's normalize_decoder do; a row of
    /// norm 0 makes a feature that is never active, where they would make NaN. A threshold stays: it is one of the product.
    /// </remarks>
    public static SaeWeights Apply(SaeSpec spec, SaeWeights stored)
    {
        var weights = stored;
        if (stored.DecoderScale is { } scale)
        {
            weights = weights with { WDec = Rows(weights.WDec, () => scale.ToDoubles()), DecoderScale = null };
        }

        if (!spec.UnitDecoder)
        {
            return weights;
        }

        var decoder = weights.WDec;
        var norms = new Lazy<double[]>(() => Norms(decoder));
        double[] Factors() => norms.Value;
        return weights with
        {
            WEnc = weights.EncoderLayout == WeightLayout.InputsByOutputs ? Columns(weights.WEnc, Factors) : Rows(weights.WEnc, Factors),
            BEnc = Bias(weights.BEnc),
            GateBias = Bias(weights.GateBias),
            MagnitudeBias = Bias(weights.MagnitudeBias),
            WDec = Rows(decoder, () => Array.ConvertAll(norms.Value, norm => norm > 0 ? 1 / norm : 0)),
        };

        StoredTensor? Bias(StoredTensor? bias) => bias is null ? null : Columns(bias, Factors);
    }

    private static double[] Norms(StoredTensor decoder)
    {
        var norms = new double[decoder.Shape[0]];
        var row = new double[decoder.Shape[1]];
        for (var feature = 0; feature < norms.Length; feature++)
        {
            decoder.CopyTo((long)feature * row.Length, row);
            norms[feature] = VectorMath.Norm(row);
        }

        return norms;
    }

    /// <summary>Row f times factor f.</summary>
    private static ComputedTensor Rows(StoredTensor tensor, Func<double[]> factors) => Scaled(tensor, factors, perRow: true);

    /// <summary>Column f, or element f of a vector, times factor f.</summary>
    private static ComputedTensor Columns(StoredTensor tensor, Func<double[]> factors) => Scaled(tensor, factors, perRow: false);

    private static ComputedTensor Scaled(StoredTensor tensor, Func<double[]> factors, bool perRow) =>
        new(tensor.Name, tensor.Source, tensor.Shape, () =>
        {
            var factor = factors();
            var columns = tensor.Shape[^1];
            var rows = tensor.Shape.Count > 1 ? tensor.Shape[0] : 1;
            var buffer = new NativeBuffer(tensor.Count * sizeof(float));
            var values = new double[columns];
            for (var row = 0; row < rows; row++)
            {
                tensor.CopyTo((long)row * columns, values);
                var scaled = MemoryMarshal.Cast<byte, float>(buffer.Bytes((long)row * columns * sizeof(float), columns * sizeof(float)));
                for (var i = 0; i < columns; i++)
                {
                    scaled[i] = (float)(values[i] * factor[perRow ? row : i]);
                }
            }

            return buffer;
        });
}

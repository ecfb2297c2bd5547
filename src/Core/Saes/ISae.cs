using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>An SAE on a device, for callers that know no tensor type; see <see cref="Sae{T}"/>.</summary>
public interface ISae : IDisposable
{
    /// <summary>The file behind it.</summary>
    SaeFile File { get; }

    /// <summary>Encodes rows [n, d] and hands them over in order, a bounded number at a time.</summary>
    void Encode(ActivationRows rows, SaeChunkHandler handle);

    /// <summary>Encodes one vector [d], rounded to float32 as everything that an SAE sees.</summary>
    SaeEncoding Encode(ReadOnlySpan<double> vector);

    /// <summary>Encodes some vectors [d] in one pass over the encoder, each rounded to float32.</summary>
    IReadOnlyList<SaeEncoding> Encode(IReadOnlyList<double[]> vectors)
    {
        var encodings = new List<SaeEncoding>();
        Encode(ActivationRows.Of(vectors), chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                encodings.Add(new SaeEncoding(chunk.PreActivationsOf(row).ToArray(), chunk.ActivationsOf(row).ToArray(), chunk.Scales[row]));
            }
        });
        return encodings;
    }

    /// <summary>
    /// Activations of chosen features alone, [rows][features], where a feature's activation depends on itself alone; null where
    /// features compete (top-k), so that all have to be encoded.
    /// </summary>
    float[][]? EncodeFeatures(ActivationRows rows, IReadOnlyList<int> features);

    /// <summary>Sum of the activations over rows, [F] in double, in row order.</summary>
    VectorSums SumActivations(ActivationRows rows);

    /// <summary>x̂ [d] of one encoded row, in double.</summary>
    double[] Decode(SaeEncoding encoding);
}

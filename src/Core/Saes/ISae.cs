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

    /// <summary>Sum of the activations over rows, [F] in double, in row order.</summary>
    VectorSums SumActivations(ActivationRows rows);

    /// <summary>x̂ [d] of one encoded row, in double.</summary>
    double[] Decode(SaeEncoding encoding);
}

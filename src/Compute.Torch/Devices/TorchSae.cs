using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.Compute.Torch.Devices;

/// <summary>An SAE whose encoder takes turns on its device; decoding is the host's work.</summary>
internal sealed class TorchSae(ISae inner, DeviceTurn turn) : ISae
{
    private const string When = "while an SAE encoded vectors";
    private const string Less = "a larger device, or a smaller model beside it,";

    public SaeFile File => inner.File;

    public void Encode(ActivationRows rows, SaeChunkHandler handle) => turn.Take(
        () =>
        {
            inner.Encode(rows, handle);
            return true;
        },
        When,
        Less);

    public SaeEncoding Encode(ReadOnlySpan<double> vector)
    {
        var copy = vector.ToArray();
        return turn.Take(() => inner.Encode(copy), When, Less);
    }

    public float[][]? EncodeFeatures(ActivationRows rows, IReadOnlyList<int> features) => turn.Take(() => inner.EncodeFeatures(rows, features), When, Less);

    public VectorSums SumActivations(ActivationRows rows) => turn.Take(() => inner.SumActivations(rows), When, Less);

    public double[] Decode(SaeEncoding encoding) => inner.Decode(encoding);

    public void Dispose() => inner.Dispose();
}

using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Rotary;

/// <summary>Cosines and sines of a table at the positions of a batch's rows, on the device.</summary>
/// <param name="Cosine">[N, 1, frequencies], times the table's attention scaling.</param>
/// <param name="Sine">[N, 1, frequencies], likewise.</param>
internal sealed record RotaryAngles(Tensor Cosine, Tensor Sine) : IDisposable
{
    /// <summary>Turns heads [N, heads, headDim] in place; dimensions beyond twice the frequencies stay as they are.</summary>
    public void Turn(Tensor heads)
    {
        var pairs = Cosine.shape[2];
        var first = heads.narrow(2, 0, pairs); // [N, H, f]
        var second = heads.narrow(2, pairs, pairs); // [N, H, f]
        var turnedFirst = first.mul(Cosine).addcmul_(second, Sine, -1);
        var turnedSecond = second.mul(Cosine).addcmul_(first, Sine, 1);
        first.copy_(turnedFirst);
        second.copy_(turnedSecond);
    }

    /// <summary>Frees both.</summary>
    public void Dispose()
    {
        Cosine.Dispose();
        Sine.Dispose();
    }
}

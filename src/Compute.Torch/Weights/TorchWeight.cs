using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Weights;

/// <summary>A linear map on a torch device, [outputs, inputs] whatever the layout of its file, so that results do not depend on that.</summary>
internal sealed class TorchWeight : LinearWeight
{
    private readonly Tensor weight;
    private readonly Tensor? bias;
    private bool disposed;

    /// <summary>Takes ownership of both tensors.</summary>
    public TorchWeight(Tensor weight, Tensor? bias)
    {
        this.weight = weight;
        this.bias = bias;
        (Outputs, Inputs) = ((int)weight.shape[0], (int)weight.shape[1]);
        DeviceBytes = (weight.NumberOfElements * weight.ElementSize) + ((bias?.NumberOfElements * bias?.ElementSize) ?? 0);
    }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override long DeviceBytes { get; }

    /// <summary>The shape as messages show it.</summary>
    public string Shape => $"[{Outputs}, {Inputs}]";

    /// <summary>[Outputs, Inputs], float32 or bfloat16.</summary>
    public Tensor Weight
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return weight;
        }
    }

    /// <summary>[Outputs], float32, or null.</summary>
    public Tensor? Bias
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return bias;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            weight.Dispose();
            bias?.Dispose();
        }
    }
}

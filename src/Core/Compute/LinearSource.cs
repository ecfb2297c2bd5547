namespace SteerScope.Compute;

/// <summary>How the matrix of a linear map lies in its file.</summary>
public enum WeightLayout
{
    /// <summary>[outputs, inputs]: torch.nn.Linear; y = x W^T + b.</summary>
    OutputsByInputs,

    /// <summary>[inputs, outputs]: GPT-2's Conv1D and an SAE's W_enc; y = x W + b.</summary>
    InputsByOutputs,
}

/// <summary>
/// What a provider needs to bring a linear map to its device: y[n, o] = sum_i x[n, i] W[o, i] + b[o] for the chosen outputs.
/// </summary>
/// <param name="Weight">The matrix, rank 2, F32, F16, BF16 or F64.</param>
/// <param name="Layout">Which dimension is which.</param>
/// <param name="Bias">One value per stored output, or null.</param>
/// <param name="Outputs">The stored outputs to take, in order, when the file fuses several maps (c_attn, query_key_value); null takes all.</param>
public sealed record LinearSource(StoredTensor Weight, WeightLayout Layout, StoredTensor? Bias = null, IReadOnlyList<int>? Outputs = null)
{
    /// <summary>Number of outputs after the choice.</summary>
    public int OutputCount => Outputs?.Count ?? Weight.Shape[Layout == WeightLayout.OutputsByInputs ? 0 : 1];

    /// <summary>Number of inputs.</summary>
    public int InputCount => Weight.Shape[Layout == WeightLayout.OutputsByInputs ? 1 : 0];
}

/// <summary>A linear map on the device of the provider that loaded it, in whatever layout that provider likes.</summary>
public abstract class LinearWeight : IDisposable
{
    /// <summary>Number of outputs.</summary>
    public abstract int Outputs { get; }

    /// <summary>Number of inputs.</summary>
    public abstract int Inputs { get; }

    /// <summary>Bytes that the weight takes on the device.</summary>
    public abstract long DeviceBytes { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees device memory.</summary>
    protected abstract void Dispose(bool disposing);
}

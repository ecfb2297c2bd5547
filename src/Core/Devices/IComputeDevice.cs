using SteerScope.Saes;

namespace SteerScope.Devices;

/// <summary>
/// A device as work items see it: it loads models and SAEs, and knows no tensor type. One implementation,
/// <see cref="ComputeDevice{T}"/>, serves every provider of tensor operations.
/// </summary>
public interface IComputeDevice : IDisposable
{
    /// <summary>Provider and device as recorded with results: <c>cpu</c>, <c>torch-cpu</c>, <c>torch-cuda:0</c>.</summary>
    string Name { get; }

    /// <summary>Asks for a precision before anything is loaded.</summary>
    /// <exception cref="InputException">The provider does not have it.</exception>
    void Require(Precision precision);

    /// <summary>Loads a model from its Hugging Face folder.</summary>
    /// <exception cref="InputException">The folder does not hold a model that is supported, or the provider does not have the precision.</exception>
    ILoadedModel LoadModel(string folder, Precision precision = Precision.Float32);

    /// <summary>Brings an SAE to the device, in float32 whatever the model's precision; the file must stay open meanwhile.</summary>
    ISae LoadSae(SaeFile file);
}

using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>A linear map that a definition has declared; it has a weight once its set is loaded.</summary>
internal sealed class LinearParameter(LinearSource? source)
{
    private LinearWeight? weight;

    public LinearSource? Source => source;

    public LinearWeight Weight
    {
        get => weight ?? throw new InvalidOperationException("The parameter is not loaded.");
        set => weight = value;
    }
}

using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>A gain or bias that a definition has declared; it has a value, [1, width], once its set is loaded.</summary>
internal sealed class VectorParameter<T>(StoredTensor? source)
    where T : class, IDisposable
{
    private T? value;

    public StoredTensor? Source => source;

    public T Value
    {
        get => value ?? throw new InvalidOperationException("The parameter is not loaded.");
        set => this.value = value;
    }
}

namespace SteerScope.Models;

/// <summary>Rotated keys and values of one layer, as its attention reads them; whoever holds it disposes of it.</summary>
/// <param name="Keys">[N, KeyValueHeads * HeadDim].</param>
/// <param name="Values">[N, KeyValueHeads * HeadDim].</param>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed record KeyValues<T>(T Keys, T Values) : IDisposable
    where T : class, IDisposable
{
    /// <summary>Frees both tensors.</summary>
    public void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }
}

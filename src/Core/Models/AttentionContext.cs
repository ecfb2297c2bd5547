namespace SteerScope.Models;

/// <summary>
/// What a block's attention needs besides its input: the batch and the layer's cache. It also owns the keys and values
/// that the attention computes until the caller takes them, so that nothing leaks when a later step of the block fails.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
internal sealed class AttentionContext<T>(TokenBatch batch, KeyValues<T>? past, bool keep) : IDisposable
    where T : class, IDisposable
{
    private KeyValues<T>? own;

    public TokenBatch Batch => batch;

    public KeyValues<T>? Past => past;

    public KeyValues<T> Own(KeyValues<T> computed) => own = computed;

    /// <summary>Called when the attention has read its keys and values: frees them unless somebody wants them.</summary>
    public void Attended()
    {
        if (!keep)
        {
            Dispose();
        }
    }

    /// <summary>Hands the keys and values over.</summary>
    public KeyValues<T> Take()
    {
        var taken = own ?? throw new InvalidOperationException("The block has computed no keys and values.");
        own = null;
        return taken;
    }

    public void Dispose()
    {
        own?.Dispose();
        own = null;
    }
}

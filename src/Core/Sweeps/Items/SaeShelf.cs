using SteerScope.Devices;
using SteerScope.Saes;

namespace SteerScope.Sweeps.Items;

/// <summary>
/// Keeps the SAE used last on the device: behaviours that share a layer come one after the other, and an SAE of 65k
/// features takes seconds to bring over.
/// </summary>
internal sealed class SaeShelf(IComputeDevice device) : IDisposable
{
    private readonly Lock _gate = new();
    private Entry? _kept;

    /// <summary>Opens an SAE, or takes the one that is kept; give it back by disposing of the lease.</summary>
    public Lease Borrow(string path)
    {
        lock (_gate)
        {
            if (_kept is { } kept && kept.Path == path)
            {
                _kept = null;
                return new Lease(this, kept);
            }
        }

        var file = SaeFile.Open(path, checkValues: false);
        try
        {
            return new Lease(this, new Entry(path, file, device.LoadSae(file)));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _kept?.Dispose();
            _kept = null;
        }
    }

    private void Return(Entry entry)
    {
        lock (_gate)
        {
            (_kept, entry) = (entry, _kept!);
        }

        entry?.Dispose();
    }

    /// <summary>An SAE in use by one thread.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly SaeShelf _shelf;
        private readonly Entry _entry;

        internal Lease(SaeShelf shelf, Entry entry)
        {
            _shelf = shelf;
            _entry = entry;
        }

        /// <summary>The SAE.</summary>
        public ISae Sae => _entry.Sae;

        /// <inheritdoc/>
        public void Dispose() => _shelf.Return(_entry);
    }

    internal sealed record Entry(string Path, SaeFile File, ISae Sae) : IDisposable
    {
        public void Dispose()
        {
            Sae.Dispose();
            File.Dispose();
        }
    }
}

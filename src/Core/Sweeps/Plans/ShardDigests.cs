using System.Security.Cryptography;

namespace SteerScope.Sweeps.Plans;

/// <summary>
/// Digests of the keys of many shards' artifacts, 32 bytes each: 100,000 shards of 26 layers are 83 MB, where as many keys
/// would be a gigabyte. Made when they are asked for, once; several threads may ask.
/// </summary>
/// <param name="shards">Number of shards.</param>
/// <param name="layers">Artifacts of a shard.</param>
/// <param name="make">Makes the digests of a shard, one after the other; the same whenever it is called.</param>
internal sealed class ShardDigests(int shards, int layers, ShardDigests.Maker make)
{
    private const int Size = SHA256.HashSizeInBytes;

    // A shard's digests stand together, and no array is longer than one of the runtime's may be.
    private const int ShardsPerPage = 1024;

    private readonly byte[]?[] _pages = new byte[]?[(shards + ShardsPerPage - 1) / ShardsPerPage];
    private readonly bool[] _made = new bool[shards];
    private bool _allMade;

    /// <summary>Makes the digests of a shard.</summary>
    public delegate void Maker(int shard, Span<byte> digests);

    /// <summary>Number of shards.</summary>
    public int Shards => shards;

    /// <summary>The digest of one artifact.</summary>
    public ReadOnlySpan<byte> Of(int shard, int layer)
    {
        if (!Volatile.Read(ref _made[shard]))
        {
            Make(shard);
        }

        return Row(shard).Slice(layer * Size, Size);
    }

    /// <summary>Makes all that are missing, on all cores.</summary>
    public void MakeAll()
    {
        if (Volatile.Read(ref _allMade))
        {
            return;
        }

        Parallel.For(0, shards, shard =>
        {
            if (!Volatile.Read(ref _made[shard]))
            {
                Make(shard);
            }
        });
        Volatile.Write(ref _allMade, true);
    }

    // Two threads may make the same shard: they write the same bytes.
    private void Make(int shard)
    {
        make(shard, Row(shard));
        Volatile.Write(ref _made[shard], true);
    }

    private Span<byte> Row(int shard)
    {
        ref var page = ref _pages[shard / ShardsPerPage];
        if (Volatile.Read(ref page) is null)
        {
            Interlocked.CompareExchange(ref page, new byte[Math.Min(ShardsPerPage, shards) * layers * Size], null);
        }

        return page.AsSpan((shard % ShardsPerPage) * layers * Size, layers * Size);
    }
}

using System.Buffers.Binary;
using System.Collections.Concurrent;
using FsCheck.Xunit;
using SteerScope.Sweeps.Plans;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Plans;

public sealed class ShardDigestsTests
{
    [Property(MaxTest = 30)]
    public void Of_AskedInAnyOrder_IsWhatWasMadeForThatShardAndLayer(int seed, ushort shards, byte layers)
    {
        var random = new Random(seed);
        var (shardCount, layerCount) = ((shards % 3000) + 1, (layers % 5) + 1);
        var made = new ConcurrentBag<int>();
        var digests = new ShardDigests(shardCount, layerCount, (shard, row) =>
        {
            made.Add(shard);
            for (var layer = 0; layer < layerCount; layer++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(row[(layer * 32)..], shard);
                row[(layer * 32) + 31] = (byte)layer;
            }
        });

        for (var i = 0; i < 50; i++)
        {
            AssertIs(random.Next(shardCount), random.Next(layerCount));
        }

        Assert.InRange(made.Count, 1, 50);
        digests.MakeAll();
        digests.MakeAll();
        Assert.Equal(Enumerable.Range(0, shardCount), made.Order());
        AssertIs(shardCount - 1, layerCount - 1);
        AssertIs(0, 0);

        void AssertIs(int shard, int layer)
        {
            var digest = digests.Of(shard, layer);
            Assert.Equal(((long)shard, (byte)layer, 32), (BinaryPrimitives.ReadInt64LittleEndian(digest), digest[31], digest.Length));
        }
    }
}

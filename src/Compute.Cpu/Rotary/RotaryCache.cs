using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Rotary;

/// <summary>
/// Chunks of cosines and sines for as long as their table lives. Safe for several threads: a chunk computed twice is the same.
/// </summary>
internal sealed class RotaryCache
{
    private readonly ConditionalWeakTable<RotaryTable, ConcurrentDictionary<int, RotaryChunk>> tables = [];

    /// <summary>The chunk of a position.</summary>
    public RotaryChunk Get(RotaryTable table, int position) =>
        tables.GetOrCreateValue(table).GetOrAdd(position / RotaryChunk.Positions, static (chunk, table) => new RotaryChunk(table, chunk), table);
}

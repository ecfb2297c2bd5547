using System.Buffers;
using System.Buffers.Binary;

namespace SteerScope.Tables.Portable.Format;

/// <summary>
/// Definition or repetition levels of a page as runs of the RLE/bit-packed hybrid, in front of their length in bytes (Encodings.md).
/// Levels are below 4 here, so that a run's value takes one byte.
/// </summary>
internal sealed class LevelWriter
{
    private readonly ArrayBufferWriter<byte> _runs = new();
    private byte _level;
    private uint _count;

    /// <summary>Appends <paramref name="count"/> levels.</summary>
    public void Add(byte level, int count = 1)
    {
        if (count == 0)
        {
            return;
        }

        if (level != _level)
        {
            EndRun();
            _level = level;
        }

        _count += (uint)count;
    }

    /// <summary>Writes the levels to <paramref name="page"/> and starts again empty.</summary>
    public void MoveTo(IBufferWriter<byte> page)
    {
        EndRun();
        var length = page.GetSpan(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(length, _runs.WrittenCount);
        page.Advance(sizeof(int));
        page.Write(_runs.WrittenSpan);
        _runs.Clear();
        _level = 0;
    }

    private void EndRun()
    {
        if (_count == 0)
        {
            return;
        }

        var header = (ulong)_count << 1;
        var span = _runs.GetSpan(11);
        var used = 0;
        for (; header >= 0x80; header >>= 7)
        {
            span[used++] = (byte)(header | 0x80);
        }

        span[used++] = (byte)header;
        span[used++] = _level;
        _runs.Advance(used);
        _count = 0;
    }
}

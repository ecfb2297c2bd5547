namespace SteerScope.Tests.Support.Parquet;

/// <summary>Decodes the RLE/bit-packed hybrid (Encodings.md): levels and dictionary indices.</summary>
internal static class HybridLevels
{
    public static int BitWidth(int maximum) => 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)maximum);

    /// <summary>Decodes exactly <paramref name="count"/> values of <paramref name="bitWidth"/> bits.</summary>
    public static int[] Read(ReadOnlySpan<byte> bytes, int bitWidth, int count)
    {
        var values = new int[count];
        var position = 0;
        for (var done = 0; done < count;)
        {
            var header = VarInt(bytes, ref position);
            if ((header & 1) == 0)
            {
                var width = (bitWidth + 7) / 8;
                var value = 0;
                for (var i = 0; i < width; i++)
                {
                    value |= bytes[position++] << (8 * i);
                }

                var run = checked((int)(header >> 1));
                if (run == 0 || run > count - done)
                {
                    throw new InvalidDataException($"A run of {run} levels where {count - done} are left.");
                }

                values.AsSpan(done, run).Fill(value);
                done += run;
            }
            else
            {
                // Groups of eight; the last may be padded.
                var packed = checked((int)(header >> 1) * 8);
                for (var i = 0; i < packed && done < count; i++)
                {
                    values[done++] = Bits(bytes[position..], i * bitWidth, bitWidth);
                }

                position += packed / 8 * bitWidth;
            }
        }

        return values;
    }

    private static int Bits(ReadOnlySpan<byte> bytes, int start, int width)
    {
        var value = 0;
        for (var i = 0; i < width; i++)
        {
            value |= (bytes[(start + i) / 8] >> ((start + i) % 8) & 1) << i;
        }

        return value;
    }

    private static long VarInt(ReadOnlySpan<byte> bytes, ref int position)
    {
        long value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[position++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

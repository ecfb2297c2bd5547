using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes the header of a .npy file (numpy.lib.format): version, length, type, order, shape; or a value of its data.</summary>
internal sealed class NpyMutator : IMutator
{
    private const int Prefix = 10;
    private static readonly string[] Types = ["<f4", "<f8", "<f2", "<i8", "<i4", "<i2", "|i1", "|u1", "|b1", "|O", ">f4", "<c8", "<U8", "|S4", "<f16", "<M8[ns]", "", "f4"];
    private static readonly string[] Words = ["'descr'", "'fortran_order'", "'shape'", "True", "False", "None", "{", "}", "(", ")", ",", ":", "'", "[('a', '<f4')]", "\\", "\n", "\0"];

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        if (content.Length < Prefix || BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(8)) is var length && length > content.Length - Prefix)
        {
            return null;
        }

        var header = Encoding.Latin1.GetString(content, Prefix, length);
        var data = content[(Prefix + length)..];
        var at = random.Below(header.Length + 1);
        header = random.Below(9) switch
        {
            0 or 1 => Put(header, "'descr': '", "'", random.Pick(Types)),
            2 => header.Contains("False", StringComparison.Ordinal) ? header.Replace("False", "True", StringComparison.Ordinal) : header.Replace("True", "False", StringComparison.Ordinal),
            3 or 4 or 5 => Put(header, "(", ")", Shape(random, data.Length)),
            6 => header.Insert(at, random.Pick(Words)),
            7 => header.Insert(at, new string(random.Pick([' ', '\'', ',', '{', '1']), random.Pick([10, 9000, 60_000]))),
            _ => header[..at],
        };
        if (data.Length >= sizeof(float) && random.OneIn(8))
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(random.Below(data.Length / 4) * 4), random.Pick([float.NaN, float.PositiveInfinity, float.MaxValue]));
        }

        return File(random, header, data);
    }

    private static byte[] File(FuzzRandom random, string header, byte[] data)
    {
        var text = Encoding.Latin1.GetBytes(header);
        var version = random.OneIn(6) ? (byte)random.Below(5) : text.Length > ushort.MaxValue ? (byte)2 : (byte)1;
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        }

        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    private static string Shape(FuzzRandom random, int bytes) => random.Below(6) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 4},"),
        1 => string.Create(CultureInfo.InvariantCulture, $"1, {bytes / 4}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 8}, 2"),
        3 => string.Join(", ", Enumerable.Repeat("1", random.Pick([1, 32, 33, 2000]))),
        4 => string.Join(", ", Enumerable.Range(0, random.Length(6)).Select(_ => random.Pick(NastyNumbers.Texts))),
        _ => "",
    };

    private static string Put(string header, string before, string after, string value)
    {
        var start = header.IndexOf(before, StringComparison.Ordinal);
        var end = start < 0 ? -1 : header.IndexOf(after, start + before.Length, StringComparison.Ordinal);
        return end < 0 ? header : header[..(start + before.Length)] + value + header[end..];
    }
}

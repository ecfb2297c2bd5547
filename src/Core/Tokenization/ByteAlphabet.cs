using System.Text;

namespace SteerScope.Tokenization;

/// <summary>
/// The 256 visible characters that stand for bytes in byte-level vocabularies: printable Latin-1 characters for themselves,
/// U+0100 and following for the other bytes in order (GPT-2, encoder.py, bytes_to_unicode).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = new char[256];
    private static readonly Dictionary<char, byte> Bytes = [];

    static ByteAlphabet()
    {
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            Characters[value] = printable ? (char)value : next++;
            Bytes.Add(Characters[value], (byte)value);
        }
    }

    /// <summary>The UTF-8 bytes of a text, spelled in the alphabet.</summary>
    public static string Spell(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = Characters[source[i]];
            }
        });
    }

    /// <summary>The bytes that a piece stands for; the piece's own UTF-8 when it is not spelled in the alphabet.</summary>
    public static byte[] Read(string piece)
    {
        var bytes = new byte[piece.Length];
        for (var i = 0; i < piece.Length; i++)
        {
            if (!Bytes.TryGetValue(piece[i], out bytes[i]))
            {
                return Encoding.UTF8.GetBytes(piece);
            }
        }

        return bytes;
    }
}

using System.Globalization;
using System.Text;

namespace SteerScope.Tokenization.Decoders;

/// <summary>Reads runs of pieces like <c>&lt;0xE2&gt;</c> as UTF-8; a run that is not UTF-8 becomes one U+FFFD per byte.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces)
    {
        var result = new List<string>(pieces.Count);
        var bytes = new List<byte>();
        foreach (var piece in pieces)
        {
            if (TryByte(piece, out var value))
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, result);
            result.Add(piece);
        }

        Flush(bytes, result);
        return result;
    }

    private static bool TryByte(string piece, out byte value)
    {
        value = 0;
        return piece.Length == 6 && piece.StartsWith("<0x", StringComparison.Ordinal) && piece[5] == '>'
            && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static void Flush(List<byte> bytes, List<string> result)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        try
        {
            result.Add(Strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            result.Add(new string('\uFFFD', bytes.Count));
        }

        bytes.Clear();
    }
}

using System.Buffers;
using System.Text;

namespace SteerScope.Tables;

/// <summary>
/// The value of a Hive folder such as <c>behaviour=corrigible-neutral-HHH</c>: percent-encoded UTF-8, which DuckDB, polars
/// and pyarrow decode on reading, so that what they show equals the name in tables that are not partitioned.
/// </summary>
public static class PartitionSlug
{
    /// <summary>File systems allow 255 bytes per name; the key and the equals sign need some of them.</summary>
    private const int LongestSlug = 200;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encodes <paramref name="value"/>; names made of letters, digits, '-', '_' and '.' stay as they are.</summary>
    /// <exception cref="InputException">The value is empty, is no Unicode text, or would make a folder name longer than file systems allow.</exception>
    public static string From(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length == 0)
        {
            throw new InputException("A table's partition value is empty; give the behaviour a name.");
        }

        var slug = new StringBuilder(value.Length);
        foreach (var b in Encode(value))
        {
            // Hive reserves __HIVE_DEFAULT_PARTITION__ for null, and Windows drops a dot at the end.
            var reserved = slug.Length == 0 && b is (byte)'_' or (byte)'.';
            _ = Plain.Contains(b) && !reserved ? slug.Append((char)b) : slug.Append('%').Append(b.ToString("X2"));
        }

        if (slug[^1] == '.')
        {
            slug.Remove(slug.Length - 1, 1).Append("%2E");
        }

        return slug.Length <= LongestSlug
            ? slug.ToString()
            : throw new InputException($"The name '{value}' makes a folder name of {slug.Length} bytes; {LongestSlug} are allowed, so give it a shorter one.");
    }

    /// <summary>The value that <see cref="From"/> encoded.</summary>
    /// <exception cref="FormatException">It is no slug.</exception>
    public static string Decode(string slug)
    {
        ArgumentException.ThrowIfNullOrEmpty(slug);
        var bytes = new List<byte>(slug.Length);
        for (var i = 0; i < slug.Length; i++)
        {
            if (slug[i] == '%')
            {
                bytes.AddRange(Convert.FromHexString(slug.AsSpan(i + 1, Math.Min(2, slug.Length - i - 1))));
                i += 2;
            }
            else if (char.IsAscii(slug[i]) && Plain.Contains((byte)slug[i]))
            {
                bytes.Add((byte)slug[i]);
            }
            else
            {
                throw new FormatException($"'{slug}' is no partition slug: '{slug[i]}' should be percent-encoded.");
            }
        }

        var value = Decode(slug, [.. bytes]);
        return string.Equals(From(value), slug, StringComparison.Ordinal)
            ? value
            : throw new FormatException($"'{slug}' is no partition slug: the value '{value}' is written '{From(value)}'.");
    }

    private static string Decode(string slug, byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException($"'{slug}' is no partition slug: its bytes are no UTF-8.", error);
        }
    }

    private static byte[] Encode(string value)
    {
        try
        {
            return Strict.GetBytes(value);
        }
        catch (EncoderFallbackException error)
        {
            throw new InputException($"The name '{value}' is no Unicode text (half of a surrogate pair); rename it.", error);
        }
    }
}

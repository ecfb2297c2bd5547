using System.Text.Json;
using SteerScope.Files;

namespace SteerScope.Tokenization.Json;

/// <summary>Opens the JSON files of a tokenizer.</summary>
internal static class JsonFile
{
    // The largest published tokenizer.json is about 40 MB.
    private const long LargestFile = 512L << 20;

    /// <summary>Reads and parses a file whose root must be an object.</summary>
    /// <exception cref="InputException">It cannot be read, is too large, or is not JSON.</exception>
    public static JsonField Read(string path)
    {
        byte[] bytes;
        try
        {
            var size = new FileInfo(path).Length;
            if (size > LargestFile)
            {
                throw new InputException($"{path}: {size} bytes are more than a tokenizer file can have ({LargestFile}).");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read: {e.Message}", e);
        }

        return Parse(bytes, path);
    }

    /// <summary>Parses the bytes of a file.</summary>
    /// <exception cref="InputException">They are not a JSON object.</exception>
    public static JsonField Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (bytes.Span.StartsWith(mark))
        {
            bytes = bytes[mark.Length..];
        }

        if (!JsonUnicode.IsValid(bytes.Span, out var line))
        {
            throw new InputException($"{path}: line {line} holds what is not valid Unicode in UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = JsonField.Root(document.RootElement.Clone(), path);
            return root.IsObject ? root : throw new InputException($"{path}: must hold a JSON object.");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: is not valid JSON: {e.Message}", e);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SteerScope.Files;

namespace SteerScope.Models;

/// <summary>Reads the small JSON files of a checkpoint.</summary>
internal static class ModelFiles
{
    /// <summary>No config.json or shard index comes near this: 64 MiB.</summary>
    private const long MaxJsonLength = 64L << 20;

    public static ReadOnlyMemory<byte> ReadJson(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxJsonLength)
            {
                throw new InputException($"{path}: {stream.Length} bytes are too many for this JSON file; {MaxJsonLength} is the limit.");
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file cannot be read ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    public static JsonElement ParseObject(ReadOnlyMemory<byte> json, string source)
    {
        if (!JsonUnicode.IsValid(json.Span, out var line))
        {
            throw new InputException($"{source}: line {line} holds what is not valid Unicode in UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new InputException($"{source}: the file must hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InputException($"{source}: the file is not valid JSON (line {exception.LineNumber + 1}).", exception);
        }
    }

    /// <summary>False for what is not a string, and for a string with a lone surrogate, which .NET cannot hold.</summary>
    public static bool TryGetText(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            text = null;
        }

        return text is not null;
    }
}

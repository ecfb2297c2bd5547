using System.Security.Cryptography;
using System.Text.Json;

namespace SteerScope.Silo.Membership;

/// <summary>
/// A small JSON file that is there whole or not at all. It is replaced by a rename, carries the digest of its content, and
/// has a copy beside it, written first, which is read where the file is damaged. The copy is never older than the file: a
/// version before would take back what others have been told. Changes need the folder's <see cref="FileLock"/>, reading
/// does not.
/// </summary>
internal static class CheckedJson
{
    // A table of thousands of members has a few megabytes.
    private const long MaxBytes = 64 << 20;

    // On a network file system a file that is replaced under its reader fails with ESTALE; the new one is there at once.
    private const int Attempts = 4;

    /// <summary>Name of the copy.</summary>
    public static string CopyOf(string path) => path + ".copy";

    /// <summary>Reads the content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it should be, such as <c>steerscope.members.1</c>.</param>
    /// <param name="content">The content, when there is one.</param>
    public static CheckedJsonState Read(string path, string format, out JsonElement content)
    {
        var file = ReadOne(path, format, out content);
        if (file == CheckedJsonState.Whole)
        {
            return file;
        }

        var copy = ReadOne(CopyOf(path), format, out content);
        return (file, copy) switch
        {
            (_, CheckedJsonState.Whole) => CheckedJsonState.Copy,
            (CheckedJsonState.Missing, CheckedJsonState.Missing) => CheckedJsonState.Missing,
            _ => CheckedJsonState.Damaged,
        };
    }

    /// <summary>Replaces the content; it is on the disk when this returns.</summary>
    public static void Write(string path, string format, ReadOnlySpan<byte> content)
    {
        WriteOne(CopyOf(path), format, content);
        WriteOne(path, format, content);
    }

    /// <summary>Deletes the file; the copy first, so that it cannot come back.</summary>
    public static void Delete(string path)
    {
        File.Delete(CopyOf(path));
        File.Delete(path);
    }

    private static void WriteOne(string path, string format, ReadOnlySpan<byte> content)
    {
        var staged = path + ".inprogress";
        using (var stream = new FileStream(staged, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteString("format", format);
                writer.WriteString("digest", Convert.ToHexStringLower(SHA256.HashData(content)));
                writer.WritePropertyName("content");
                writer.WriteRawValue(content);
                writer.WriteEndObject();
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(staged, path, overwrite: true);
    }

    private static CheckedJsonState ReadOne(string path, string format, out JsonElement content)
    {
        content = default;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                if (stream.Length > MaxBytes)
                {
                    return CheckedJsonState.Damaged;
                }

                using var document = JsonDocument.Parse(stream);
                var root = document.RootElement;
                if (root.ValueKind != JsonValueKind.Object
                    || !root.TryGetProperty("format", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() != format
                    || !root.TryGetProperty("digest", out var digest) || digest.ValueKind != JsonValueKind.String
                    || !root.TryGetProperty("content", out var found)
                    || digest.GetString() != Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(found.GetRawText()))))
                {
                    return CheckedJsonState.Damaged;
                }

                content = found.Clone();
                return CheckedJsonState.Whole;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return CheckedJsonState.Missing;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return CheckedJsonState.Damaged;
            }
            catch (IOException) when (attempt < Attempts)
            {
            }
        }
    }
}

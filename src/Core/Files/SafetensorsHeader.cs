using System.Text.Json;

namespace SteerScope.Files;

/// <summary>
/// The JSON header of a safetensors file, checked in full: every tensor has a known type, a shape whose size is its byte
/// count, and the tensors tile the data without gap or overlap (huggingface/safetensors, tensor.rs `Metadata::validate`).
/// </summary>
/// <param name="Metadata">The free strings under <c>__metadata__</c>.</param>
/// <param name="Entries">The tensors, in the order of their data.</param>
internal sealed record SafetensorsHeader(IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SafetensorsEntry> Entries)
{
    public const string MetadataKey = "__metadata__";

    /// <summary>Reads the header of the file called <paramref name="path"/> in messages.</summary>
    /// <exception cref="InputException">The header is malformed or does not match <paramref name="dataLength"/>.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataLength, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, dataLength, path);
        }
        catch (JsonException exception)
        {
            throw new InputException($"{path}: the safetensors header is not valid JSON.", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What System.Text.Json throws for a string that is not valid Unicode.
            throw new InputException($"{path}: the safetensors header holds a string that is not valid Unicode.", exception);
        }
    }

    private static SafetensorsHeader Read(JsonElement root, long dataLength, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{path}: the safetensors header must be a JSON object.");
        }

        var metadata = new Dictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>();
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new InputException($"{path}: the safetensors header names \"{property.Name}\" twice.");
            }

            if (property.Name == MetadataKey)
            {
                ReadMetadata(property.Value, metadata, path);
            }
            else
            {
                entries.Add(ReadEntry(property.Name, property.Value, path));
            }
        }

        // Empty tensors share their offset with their neighbour, so the name decides where the offsets do not.
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)) is var order && order != 0
            ? order
            : string.CompareOrdinal(a.Name, b.Name));
        CheckTiling(entries, dataLength, path);
        return new SafetensorsHeader(metadata, entries);
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata, string path)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{path}: {MetadataKey} must be a JSON object of strings.");
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new InputException($"{path}: {MetadataKey} \"{property.Name}\" must be a string.");
            }

            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new InputException($"{path}: {MetadataKey} names \"{property.Name}\" twice.");
            }
        }
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{path}: tensor \"{name}\" must be a JSON object with dtype, shape and data_offsets.");
        }

        JsonElement? type = null, shape = null, offsets = null;
        foreach (var property in element.EnumerateObject())
        {
            var twice = property.Name switch
            {
                "dtype" => Take(ref type, property.Value),
                "shape" => Take(ref shape, property.Value),
                "data_offsets" => Take(ref offsets, property.Value),
                _ => false,
            };
            if (twice)
            {
                throw new InputException($"{path}: tensor \"{name}\" has {property.Name} twice.");
            }
        }

        var (begin, end) = ReadOffsets(name, offsets, path);
        var entry = new SafetensorsEntry(name, ReadType(name, type, path), ReadShape(name, shape, path), begin, end);
        CheckSize(entry, path);
        return entry;
    }

    private static bool Take(ref JsonElement? field, JsonElement value)
    {
        var twice = field is not null;
        field = value;
        return twice;
    }

    private static string ReadType(string name, JsonElement? element, string path)
    {
        if (element is not { ValueKind: JsonValueKind.String } text)
        {
            throw new InputException($"{path}: tensor \"{name}\" needs a dtype, a string such as F32.");
        }

        var type = text.GetString()!;
        return SafetensorsTypes.Bits(type) > 0
            ? type
            : throw new InputException($"{path}: tensor \"{name}\" has dtype \"{type}\", which the safetensors format does not know.");
    }

    private static int[] ReadShape(string name, JsonElement? element, string path)
    {
        if (element is not { ValueKind: JsonValueKind.Array } array)
        {
            throw new InputException($"{path}: tensor \"{name}\" needs a shape, an array of integers.");
        }

        var shape = new int[array.GetArrayLength()];
        var axis = 0;
        foreach (var dimension in array.EnumerateArray())
        {
            if (dimension.ValueKind != JsonValueKind.Number || !dimension.TryGetInt32(out shape[axis]) || shape[axis] < 0)
            {
                throw new InputException($"{path}: dimension {axis} of tensor \"{name}\" must be an integer from 0 to {int.MaxValue}.");
            }

            axis++;
        }

        return shape;
    }

    private static (long Begin, long End) ReadOffsets(string name, JsonElement? element, string path)
    {
        if (element is { ValueKind: JsonValueKind.Array } array
            && array.GetArrayLength() == 2
            && array[0].ValueKind == JsonValueKind.Number && array[0].TryGetInt64(out var begin)
            && array[1].ValueKind == JsonValueKind.Number && array[1].TryGetInt64(out var end)
            && begin >= 0 && end >= begin)
        {
            return (begin, end);
        }

        throw new InputException($"{path}: tensor \"{name}\" needs data_offsets, two integers [begin, end] with 0 <= begin <= end.");
    }

    private static void CheckSize(SafetensorsEntry entry, string path)
    {
        if (SizeInBits(entry) is not { } bits || bits % 8 != 0 || bits / 8 != entry.End - entry.Begin)
        {
            throw new InputException(
                $"{path}: tensor \"{entry.Name}\" of type {entry.Type} and shape [{string.Join(", ", entry.Shape)}] cannot take the {entry.End - entry.Begin} bytes that its data_offsets give it.");
        }
    }

    private static Int128? SizeInBits(SafetensorsEntry entry)
    {
        if (entry.Shape.Contains(0))
        {
            return 0;
        }

        Int128 bits = SafetensorsTypes.Bits(entry.Type);
        foreach (var dimension in entry.Shape)
        {
            bits *= dimension;
            if (bits > long.MaxValue)
            {
                return null;
            }
        }

        return bits;
    }

    private static void CheckTiling(List<SafetensorsEntry> entries, long dataLength, string path)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                var fault = entry.Begin < end ? "overlaps the tensor before it" : "leaves a gap before it";
                throw new InputException($"{path}: tensor \"{entry.Name}\" at byte {entry.Begin} {fault}; {end} is expected.");
            }

            if (entry.End > dataLength)
            {
                throw new InputException(
                    $"{path}: tensor \"{entry.Name}\" ends at byte {entry.End} of the data, but the file holds {dataLength}; it is cut short.");
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw new InputException($"{path}: the tensors take {end} bytes, but {dataLength} follow the safetensors header.");
        }
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>
/// Writes a safetensors file. The same tensors and metadata give the same bytes: metadata are sorted by key, tensors
/// come in the order in which they were added (or sorted by name, both ordinal), and the header is padded with spaces to
/// a multiple of 8 bytes, so that the data start aligned. The arrays are not copied; they are read when written.
/// </summary>
public sealed class SafetensorsWriter
{
    private const int ChunkBytes = 1 << 20;

    private readonly List<Tensor> tensors = [];
    private readonly HashSet<string> names = [SafetensorsHeader.MetadataKey];
    private readonly SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);

    /// <summary>Write the tensors sorted by name (ordinal) and not in the order of the calls. Default: false.</summary>
    public bool SortByName { get; init; }

    /// <summary>Sets a free string of the header.</summary>
    public SafetensorsWriter SetMetadata(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        metadata[key] = value;
        return this;
    }

    /// <summary>Adds an F32 tensor; without a shape it is a vector.</summary>
    public SafetensorsWriter Add(string name, ReadOnlyMemory<float> values, params ReadOnlySpan<int> shape) =>
        Add(name, "F32", sizeof(float), values, shape);

    /// <summary>Adds an F64 tensor; without a shape it is a vector.</summary>
    public SafetensorsWriter Add(string name, ReadOnlyMemory<double> values, params ReadOnlySpan<int> shape) =>
        Add(name, "F64", sizeof(double), values, shape);

    /// <summary>Adds an I32 tensor; without a shape it is a vector.</summary>
    public SafetensorsWriter Add(string name, ReadOnlyMemory<int> values, params ReadOnlySpan<int> shape) =>
        Add(name, "I32", sizeof(int), values, shape);

    /// <summary>Adds an I64 tensor; without a shape it is a vector.</summary>
    public SafetensorsWriter Add(string name, ReadOnlyMemory<long> values, params ReadOnlySpan<int> shape) =>
        Add(name, "I64", sizeof(long), values, shape);

    /// <summary>Adds a U8 tensor; without a shape it is a vector.</summary>
    public SafetensorsWriter Add(string name, ReadOnlyMemory<byte> values, params ReadOnlySpan<int> shape) =>
        Add(name, "U8", sizeof(byte), values, shape);

    /// <summary>Adds a BF16 tensor of values rounded to the nearest, ties to even; without a shape it is a vector. The rounded values are a copy.</summary>
    public SafetensorsWriter AddBfloat16(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        return Add<ushort>(name, "BF16", sizeof(ushort), Rounded(values), shape);
    }

    /// <summary>
    /// Adds a tensor whose values are asked for only when the file is written, one piece after the other and tensor by tensor:
    /// what is larger than memory can be written so, once.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">F32, or BF16, to which the values are rounded as <see cref="AddBfloat16"/> does.</param>
    /// <param name="pieces">The values, row-major, cut anywhere.</param>
    /// <param name="shape">Outermost dimension first.</param>
    public SafetensorsWriter AddPieces(string name, StoredType type, IEnumerable<ReadOnlyMemory<float>> pieces, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var size = type switch
        {
            StoredType.F32 => sizeof(float),
            StoredType.BF16 => sizeof(ushort),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Must be F32 or BF16."),
        };
        var dimensions = shape.ToArray();
        var count = CountOf(dimensions);
        Add(name, type.ToString(), dimensions, checked(count * size), stream =>
        {
            var left = count;
            foreach (var piece in pieces)
            {
                left -= piece.Length;
                if (left < 0)
                {
                    break;
                }

                WritePiece(stream, piece, type);
            }

            if (left != 0)
            {
                throw new InvalidOperationException($"The pieces of tensor \"{name}\" do not hold the {count} values of its shape.");
            }
        });
        return this;
    }

    /// <summary>Creates or replaces a file.</summary>
    public void Write(string path)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        Write(stream);
    }

    /// <summary>Writes the file to a stream, which need not be seekable and stays open.</summary>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var ordered = SortByName ? [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)] : tensors;
        var header = Header(ordered);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in ordered)
        {
            tensor.WriteTo(stream);
        }
    }

    private static ushort[] Rounded(ReadOnlySpan<float> values)
    {
        var rounded = new ushort[values.Length];
        for (var i = 0; i < rounded.Length; i++)
        {
            rounded[i] = Bfloat16Bits(values[i]);
        }

        return rounded;
    }

    private static ushort Bfloat16Bits(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);

        // Rounding could carry a NaN's bits into an infinity.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private SafetensorsWriter Add<TValue>(string name, string type, int size, ReadOnlyMemory<TValue> values, ReadOnlySpan<int> shape)
        where TValue : unmanaged
    {
        int[] dimensions = shape.IsEmpty ? [values.Length] : shape.ToArray();
        if (CountOf(dimensions) != values.Length)
        {
            throw new ArgumentException(
                $"Tensor \"{name}\" of shape [{string.Join(", ", dimensions)}] cannot be made of {values.Length} values.", nameof(shape));
        }

        Add(name, type, dimensions, (long)values.Length * size, stream => WriteValues(stream, values, size));
        return this;
    }

    private void Add(string name, string type, int[] dimensions, long byteCount, Action<Stream> writeTo)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!names.Add(name))
        {
            throw new ArgumentException($"A tensor cannot be called \"{name}\": the name is taken.", nameof(name));
        }

        tensors.Add(new Tensor(name, type, dimensions, byteCount, writeTo));
    }

    private static long CountOf(int[] shape)
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count = checked(count * dimension);
        }

        return count;
    }

    private static void WritePiece(Stream stream, ReadOnlyMemory<float> piece, StoredType type)
    {
        if (type == StoredType.BF16)
        {
            WriteValues<ushort>(stream, Rounded(piece.Span), sizeof(ushort));
        }
        else
        {
            WriteValues(stream, piece, sizeof(float));
        }
    }

    private byte[] Header(List<Tensor> ordered)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var tensor in ordered)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type);
                WriteArray(json, "shape", tensor.Shape);
                WriteArray(json, "data_offsets", [offset, offset + tensor.ByteCount]);
                json.WriteEndObject();
                offset += tensor.ByteCount;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteArray<TNumber>(Utf8JsonWriter json, string name, ReadOnlySpan<TNumber> values)
        where TNumber : unmanaged, System.Numerics.IBinaryInteger<TNumber>
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(long.CreateChecked(value));
        }

        json.WriteEndArray();
    }

    private static void WriteValues<TValue>(Stream stream, ReadOnlyMemory<TValue> values, int size)
        where TValue : unmanaged
    {
        // In chunks, since the bytes of a long array do not fit one span.
        while (!values.IsEmpty)
        {
            var count = Math.Min(ChunkBytes / size, values.Length);
            stream.Write(MemoryMarshal.AsBytes(values.Span[..count]));
            values = values[count..];
        }
    }

    private sealed record Tensor(string Name, string Type, int[] Shape, long ByteCount, Action<Stream> WriteTo);
}

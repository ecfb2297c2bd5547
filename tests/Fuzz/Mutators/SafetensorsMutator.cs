using System.Buffers.Binary;
using System.Globalization;
using SteerScope.Fuzz.Json;

namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes the header of a safetensors file and writes its length again, so that what is wrong is found only by who looks at it.</summary>
internal sealed class SafetensorsMutator : IMutator
{
    private const int Prefix = 8;
    private static readonly string[] Types = ["F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL", "U16", "U32", "U64", "F8_E4M3", "F4", "C64", "?"];

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        if (Header(content) is not { } root)
        {
            return null;
        }

        var data = content.AsSpan(Prefix + HeaderLength(content)).ToArray();
        switch (random.Below(6))
        {
            case 0:
                Reshape(random, root);
                break;
            case 1:
                Retype(random, root);
                break;
            case 2:
                Move(random, root);
                break;
            case 3:
                PutValue(random, data);
                break;
            default:
                JsonMutator.Change(random, root, () => Header(other));
                break;
        }

        var header = root.ToBytes();
        var file = new byte[Prefix + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, Prefix);
        data.CopyTo(file, Prefix + header.Length);
        return file;
    }

    private static int HeaderLength(byte[] content) => (int)BinaryPrimitives.ReadInt64LittleEndian(content);

    private static JsonTree? Header(byte[] content) =>
        content.Length >= Prefix && BinaryPrimitives.ReadUInt64LittleEndian(content) <= (ulong)(content.Length - Prefix)
            ? JsonTree.Parse(content.AsSpan(Prefix, HeaderLength(content)))
            : null;

    // The same number of elements in another shape passes every check of the file itself.
    private static void Reshape(FuzzRandom random, JsonTree root)
    {
        if (Field(random, root, "shape") is not { Items: { } items } shape)
        {
            return;
        }

        var count = items.Aggregate(1L, (product, item) => product * (int.TryParse(item.Raw, out var dimension) ? dimension : 1));
        long[] dimensions = random.Below(5) switch
        {
            0 => [count],
            1 => [1, count],
            2 => [count, 1, 1, 1, 1, 1],
            3 => count % 2 == 0 ? [2, count / 2] : [count],
            _ => [0, random.Pick(NastyNumbers.Integers)],
        };
        shape.Become(JsonTree.Array(dimensions.Select(Number)));
    }

    private static void Retype(FuzzRandom random, JsonTree root) =>
        Field(random, root, "dtype")?.Become(JsonTree.Leaf('"' + random.Pick(Types) + '"'));

    // Two tensors exchange their places, or one takes another's.
    private static void Move(FuzzRandom random, JsonTree root)
    {
        if (Field(random, root, "data_offsets") is { } a && Field(random, root, "data_offsets") is { } b)
        {
            var place = a.Copy();
            a.Become(b.Copy());
            if (random.OneIn(2))
            {
                b.Become(place);
            }
        }
    }

    private static void PutValue(FuzzRandom random, byte[] data)
    {
        if (data.Length >= sizeof(float))
        {
            var at = random.Below(data.Length / sizeof(float)) * sizeof(float);
            BinaryPrimitives.WriteSingleLittleEndian(
                data.AsSpan(at), random.Pick([float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, -0f]));
        }
    }

    private static JsonTree? Field(FuzzRandom random, JsonTree root, string name)
    {
        var tensors = root.Members?.Where(member => member.Value.Members is not null).ToList();
        return tensors is { Count: > 0 }
            ? random.Pick(tensors).Value.Members!.FirstOrDefault(field => field.Key == $"\"{name}\"").Value
            : null;
    }

    private static JsonTree Number(long value) => JsonTree.Leaf(value.ToString(CultureInfo.InvariantCulture));
}

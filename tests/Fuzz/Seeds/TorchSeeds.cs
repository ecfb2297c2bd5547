using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace SteerScope.Fuzz.Seeds;

/// <summary>State dicts as torch.save writes them: a zip archive with a pickle of protocol 2 and an entry for every storage.</summary>
internal static class TorchSeeds
{
    /// <summary>What dictionary_learning writes beside it.</summary>
    public static byte[] Config { get; } = """{"trainer": {"dict_class": "AutoEncoder", "activation_dim": 4, "dict_size": 6, "lr": 0.0001, "layer": 3, "lm_name": "tiny", "submodule_name": "resid_post_layer_3"}, "buffer": {"d_submodule": 4, "io": "out", "ctx_len": 128}}"""u8.ToArray();

    /// <summary>An SAE in the names of dictionary_learning: encoder.weight [F, d], encoder.bias, decoder.weight [d, F], bias.</summary>
    public static byte[] Autoencoder(bool deflated) =>
        File(deflated, ("encoder.weight", [6, 4], [4, 1]), ("encoder.bias", [6], [1]), ("decoder.weight", [4, 6], [6, 1]), ("bias", [4], [1]));

    /// <summary>Tensors that do not lie in row-major order, one without elements, and a scalar.</summary>
    public static byte[] Strided() =>
        File(false, ("transposed", [4, 6], [1, 4]), ("cube", [2, 3, 2], [6, 1, 3]), ("empty", [0, 5], [5, 1]), ("scalar", [], []));

    private static byte[] File(bool deflated, params (string Name, int[] Shape, int[] Strides)[] tensors)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "archive/data.pkl", Pickle(tensors), deflated);
            Add(zip, "archive/byteorder", "little"u8, deflated);
            foreach (var (i, tensor) in tensors.Index())
            {
                var values = Enumerable.Range(0, Count(tensor.Shape)).Select(k => MathF.Sin(k)).ToArray();
                Add(zip, string.Create(CultureInfo.InvariantCulture, $"archive/data/{i}"), MemoryMarshal.AsBytes<float>(values), deflated);
            }

            Add(zip, "archive/version", "3\n"u8, deflated);
        }

        return file.ToArray();
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, dimension) => product * dimension);

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> content, bool deflated)
    {
        var entry = zip.CreateEntry(name, deflated ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        stream.Write(content);
    }

    // OrderedDict(name = _rebuild_tensor_v2(storage, 0, size, strides, False, OrderedDict())), with the memo that pickle keeps.
    private static byte[] Pickle((string Name, int[] Shape, int[] Strides)[] tensors)
    {
        var bytes = new List<byte> { 0x80, 2 };
        bytes.AddRange("ccollections\nOrderedDict\nq\0)R("u8);
        foreach (var (i, (name, shape, strides)) in tensors.Index())
        {
            Text(bytes, name);
            bytes.AddRange("ctorch._utils\n_rebuild_tensor_v2\nq\u0001(("u8);
            Text(bytes, "storage");
            bytes.AddRange("ctorch\nFloatStorage\nq\u0002"u8);
            Text(bytes, i.ToString(CultureInfo.InvariantCulture));
            Text(bytes, "cpu");
            bytes.AddRange([(byte)'K', (byte)Count(shape), (byte)'t', (byte)'Q', (byte)'K', 0]);
            Tuple(bytes, shape);
            Tuple(bytes, strides);
            bytes.AddRange([0x89, (byte)'h', 0, (byte)')', (byte)'R', (byte)'t', (byte)'R']);
        }

        bytes.AddRange("u."u8);
        return [.. bytes];
    }

    private static void Text(List<byte> bytes, string text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        bytes.Add((byte)'X');
        bytes.AddRange(length);
        bytes.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void Tuple(List<byte> bytes, int[] values)
    {
        bytes.Add((byte)'(');
        foreach (var value in values)
        {
            bytes.AddRange([(byte)'K', (byte)value]);
        }

        bytes.Add((byte)'t');
    }
}

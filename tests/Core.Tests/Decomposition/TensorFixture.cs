using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SteerScope.Core.Tests.Decomposition;

/// <summary>Reference tensors of a safetensors file, as double; deliberately apart from the product's own reader.</summary>
internal sealed class TensorFixture
{
    private readonly byte[] bytes;
    private readonly JsonDocument header;
    private readonly int start;

    public TensorFixture(string path)
    {
        bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        header = JsonDocument.Parse(bytes.AsMemory(8, length));
        start = 8 + length;
    }

    public double[] this[string name]
    {
        get
        {
            var tensor = header.RootElement.GetProperty(name);
            var from = start + tensor.GetProperty("data_offsets")[0].GetInt32();
            var data = bytes.AsSpan(from..(start + tensor.GetProperty("data_offsets")[1].GetInt32()));
            return tensor.GetProperty("dtype").GetString() switch
            {
                "F64" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
                "I32" => [.. MemoryMarshal.Cast<byte, int>(data).ToArray().Select(value => (double)value)],
                "F32" => [.. MemoryMarshal.Cast<byte, float>(data).ToArray().Select(value => (double)value)],
                var other => throw new NotSupportedException(other),
            };
        }
    }

    public float[] Floats(string name) => Array.ConvertAll(this[name], value => (float)value);
}

using System.Buffers.Binary;
using SteerScope.Compute;
using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class StoredTensorValuesTests
{
    [Fact]
    public void ToFloats_BF16_IsTheUpperHalfOfAFloat()
    {
        var tensor = Words(StoredType.BF16, 0x3f80, 0xc020, 0x0001, 0x7f80, 0x7fc0);
        Assert.Equal([1f, -2.5f, BitConverter.UInt32BitsToSingle(0x00010000), float.PositiveInfinity, float.NaN], tensor.ToFloats());
        Assert.Equal([1, -2.5, BitConverter.UInt32BitsToSingle(0x00010000), double.PositiveInfinity, double.NaN], tensor.ToDoubles());
    }

    [Fact]
    public void ToFloats_F16_WidensExactly()
    {
        // 1, -2, the largest, the smallest subnormal, infinity.
        var tensor = Words(StoredType.F16, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00);
        Assert.Equal([1f, -2f, 65504f, MathF.Pow(2, -24), float.PositiveInfinity], tensor.ToFloats());
    }

    [Fact]
    public void ToFloats_F64_Rounds()
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, 0.1);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8), 1e300);
        var tensor = new MemoryTensor(StoredType.F64, bytes, 2);

        Assert.Equal([0.1f, float.PositiveInfinity], tensor.ToFloats());
        Assert.Equal([0.1, 1e300], tensor.ToDoubles(finite: true));
        Assert.Throws<InputException>(() => tensor.ToFloats(finite: true));
    }

    [Theory]
    [InlineData(StoredType.I8, new byte[] { 0x80, 0x7f }, -128, 127)]
    [InlineData(StoredType.U8, new byte[] { 0x80, 0x7f }, 128, 127)]
    [InlineData(StoredType.Bool, new byte[] { 0, 1 }, 0, 1)]
    [InlineData(StoredType.I16, new byte[] { 0, 0x80, 2, 1 }, -32768, 258)]
    [InlineData(StoredType.I32, new byte[] { 255, 255, 255, 255, 2, 1, 0, 0 }, -1, 258)]
    [InlineData(StoredType.I64, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 2, 1, 0, 0, 0, 0, 0, 0 }, -1, 258)]
    public void ToLongs_Integers_AreRead(StoredType type, byte[] bytes, long first, long second)
    {
        var tensor = new MemoryTensor(type, bytes, 2);
        Assert.Equal([first, second], tensor.ToLongs());
        Assert.Equal([(float)first, second], tensor.ToFloats());
        Assert.Equal([(double)first, second], tensor.ToDoubles());
    }

    [Fact]
    public void ToLongs_FloatingPoint_IsRefused() =>
        Assert.Contains("\"t\"", Assert.Throws<InputException>(() => Words(StoredType.BF16, 0x3f80).ToLongs()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0x7fc0)]
    [InlineData(0x7f80)]
    [InlineData(0xff80)]
    public void ToFloats_FiniteAsked_NamesTheElement(int bad)
    {
        var message = Assert.Throws<InputException>(() => Words(StoredType.BF16, 0x3f80, (ushort)bad).ToFloats(finite: true)).Message;
        Assert.Contains("element 1", message, StringComparison.Ordinal);
        Assert.Contains("\"t\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToFloats_MoreThanAChunk_IsComplete()
    {
        const int Count = (1 << 20) + 3;
        var bytes = new byte[Count];
        bytes[^1] = 9;
        bytes[1 << 20] = 7;
        var values = new MemoryTensor(StoredType.U8, bytes, Count).ToFloats();
        Assert.Equal((7f, 9f, 16f), (values[1 << 20], values[^1], values.Sum()));
    }

    private static MemoryTensor Words(StoredType type, params ushort[] words)
    {
        var bytes = new byte[2 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), words[i]);
        }

        return new MemoryTensor(type, bytes, words.Length);
    }

    private sealed class MemoryTensor(StoredType type, byte[] bytes, int count) : StoredTensor("t", "memory", type, [count])
    {
        public override ReadOnlySpan<byte> Bytes(long first, int count) =>
            bytes.AsSpan((int)first * Type.ElementSize(), count * Type.ElementSize());
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SteerScope.Compute;
using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_SmallFile_GivesTheseBytes()
    {
        var bytes = Bytes(new SafetensorsWriter().SetMetadata("z", "1").SetMetadata("a", "é").Add("w", new float[] { 1 }, 1, 1));

        const string Header = """{"__metadata__":{"a":"\u00E9","z":"1"},"w":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}  """;
        Assert.Equal(0, Header.Length % 8);
        Assert.Equal([(byte)Header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Header), 0, 0, 0x80, 0x3f], bytes);
    }

    [Fact]
    public void Write_SortByName_DoesNotDependOnTheOrderOfCalls()
    {
        var (a, b) = (new float[] { 1 }, new long[] { 2 });

        var sorted = Bytes(new SafetensorsWriter { SortByName = true }.Add("b", b).Add("a", a));

        Assert.Equal(Bytes(new SafetensorsWriter().Add("a", a).Add("b", b)), sorted);
        Assert.NotEqual(Bytes(new SafetensorsWriter().Add("b", b).Add("a", a)), sorted);
    }

    [Fact]
    public void AddPieces_CutAnywhere_GivesTheBytesOfTheWhole()
    {
        float[] values = [1, -2.5f, 1.00390637f, 4, 5, 6];
        ReadOnlyMemory<float>[] pieces = [values.AsMemory(0, 1), ReadOnlyMemory<float>.Empty, values.AsMemory(1, 4), values.AsMemory(5)];

        Assert.Equal(Bytes(new SafetensorsWriter().Add("w", values, 2, 3)), Bytes(new SafetensorsWriter().AddPieces("w", StoredType.F32, pieces, 2, 3)));
        Assert.Equal(Bytes(new SafetensorsWriter().AddBfloat16("w", values, 2, 3)), Bytes(new SafetensorsWriter().AddPieces("w", StoredType.BF16, pieces, 2, 3)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void AddPieces_OtherCountThanTheShape_IsFoundWhenWritten(int count)
    {
        var writer = new SafetensorsWriter().AddPieces("w", StoredType.F32, [new float[count]], 3);

        var exception = Assert.Throws<InvalidOperationException>(() => Bytes(writer));

        Assert.Contains("\"w\" do not hold the 3 values", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPieces_TypeThatIsNotRoundedTo_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SafetensorsWriter().AddPieces("w", StoredType.F16, [], 0));

    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-2.5f, 0xC020)]
    [InlineData(1.00390625f, 0x3F80)] // 1 + 2^-8: a tie, to even
    [InlineData(1.01171875f, 0x3F82)] // 1 + 3 * 2^-8: a tie, to even
    [InlineData(1.00390637f, 0x3F81)] // just above a tie
    [InlineData(float.MaxValue, 0x7F80)]
    [InlineData(float.NegativeInfinity, 0xFF80)]
    [InlineData(float.Epsilon, 0x0000)]
    [InlineData(-0f, 0x8000)]
    public void AddBfloat16_Value_IsRoundedToTheNearest(float value, int bits)
    {
        var bytes = Bytes(new SafetensorsWriter().AddBfloat16("w", [value], 1));

        Assert.Equal([(byte)bits, (byte)(bits >> 8)], bytes[^2..]);
    }

    [Fact]
    public void AddBfloat16_NotANumber_StaysOne()
    {
        // All that is left after the cut would be an infinity's bits.
        new SafetensorsWriter().AddBfloat16("w", [BitConverter.UInt32BitsToSingle(0x7F800001), float.NaN]).Write(folder["nan.safetensors"]);

        using var file = SafetensorsFile.Open(folder["nan.safetensors"]);
        Assert.Equal(StoredType.BF16, file.Tensor("w").Type);
        Assert.All(file.Tensor("w").ToFloats(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Write_EveryType_IsReadBack()
    {
        var writer = new SafetensorsWriter()
            .Add("f32", new[] { 1.5f, float.NaN, float.NegativeInfinity })
            .Add("f64", new[] { Math.PI, double.Epsilon }, 1, 2)
            .Add("i32", new[] { int.MinValue, 3 }, 2, 1)
            .Add("i64", new[] { long.MaxValue })
            .Add("u8", new byte[] { 255, 0 })
            .Add("empty", Array.Empty<float>(), 0, 5);
        writer.Write(folder["all.safetensors"]);

        using var file = SafetensorsFile.Open(folder["all.safetensors"]);
        Assert.Equal(["f32", "f64", "i32", "i64", "u8", "empty"], file.Names);
        Assert.Equal([1.5f, float.NaN, float.NegativeInfinity], file.Tensor("f32").ToFloats());
        Assert.Equal([Math.PI, double.Epsilon], file.Tensor("f64").ToDoubles());
        Assert.Equal([int.MinValue, 3L], file.Tensor("i32").ToLongs());
        Assert.Equal([long.MaxValue], file.Tensor("i64").ToLongs());
        Assert.Equal([255L, 0], file.Tensor("u8").ToLongs());
        Assert.Equal([0, 5], file.Tensor("empty").Shape);
    }

    [Fact]
    public void Add_WhatCannotBeWritten_IsRefused()
    {
        var writer = new SafetensorsWriter().Add("a", new float[] { 1 });

        Assert.Throws<ArgumentException>(() => writer.Add("a", new float[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", new float[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add("", new float[] { 1 }));
        Assert.Throws<ArgumentException>(() => writer.Add("b", new float[] { 1, 2 }, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("b", new float[] { 1, 2 }, -1, -2));

        // A refused tensor leaves nothing behind.
        Assert.Equal(Bytes(new SafetensorsWriter().Add("a", new float[] { 1 })), Bytes(writer));
    }

    [Property(MaxTest = 100)]
    public Property Write_AnyTensors_RoundTrips()
    {
        var value = ArbMap.Default.GeneratorFor<float>();
        var tensor = Gen.Choose(0, 5).SelectMany(rows => Gen.Choose(0, 5).SelectMany(columns => value.ArrayOf(rows * columns).Select(values => (rows, columns, values))));
        var name = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get).Where(text => text != "__metadata__" && IsUnicode(text));
        var tensors = name.ListOf().Select(names => names.Distinct().ToArray())
            .SelectMany(names => tensor.ArrayOf(names.Length).Select(values => names.Zip(values).ToArray()));
        return Prop.ForAll(tensors.ToArbitrary(), Check);

        void Check((string Name, (int Rows, int Columns, float[] Values) Tensor)[] tensors)
        {
            var writer = new SafetensorsWriter();
            foreach (var (name, (rows, columns, values)) in tensors)
            {
                writer.SetMetadata(name, name).Add(name, values, rows, columns);
            }

            var path = folder.Write("round.safetensors", Bytes(writer));
            using var file = SafetensorsFile.Open(path);
            Assert.Equal(tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal), file.Names.Order(StringComparer.Ordinal));
            foreach (var (name, (rows, columns, values)) in tensors)
            {
                var read = file.Tensor(name);
                Assert.Equal(name, file.Metadata[name]);
                Assert.Equal(StoredType.F32, read.Type);
                Assert.Equal([rows, columns], read.Shape);
                Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read.ToFloats().Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    private static bool IsUnicode(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);

    private static byte[] Bytes(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Write(stream);
        Assert.True(stream.CanWrite);
        return stream.ToArray();
    }
}

using System.Buffers.Binary;
using System.Text;
using SteerScope.Compute;
using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_ValidFile_GivesTensorsInDataOrder()
    {
        using var file = Open(
            """{"b":{"dtype":"I16","shape":[2,3],"data_offsets":[4,16]},"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}   """, 16);

        Assert.Equal(["a", "b"], file.Names);
        Assert.Equal("pt", file.Metadata["format"]);
        var b = file.Tensor("b");
        Assert.Equal((StoredType.I16, 6L), (b.Type, b.Count));
        Assert.Equal([2, 3], b.Shape);
        Assert.Equal(file.Path, b.Source);
        Assert.Equal([8, 9, 10, 11], b.Bytes(2, 2).ToArray());
        Assert.Equal(1, file.Tensor("a").Count);
        Assert.False(file.TryGet("c", out _));
    }

    [Fact]
    public void Open_EmptyTensorsAndNoTensors_AreAccepted()
    {
        using var empty = Open("{}", 0);
        using var zeros = Open(
            """{"z":{"dtype":"F32","shape":[0,2147483647,2147483647,2147483647],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"F64","shape":[0],"data_offsets":[2,2]},"__metadata__":null}""", 2);

        Assert.Empty(empty.Names);
        Assert.Equal(["z", "a", "y"], zeros.Names);
        Assert.Empty(zeros.Tensor("z").ToFloats());
    }

    [Theory]
    [InlineData("U16", 2)]
    [InlineData("U32", 4)]
    [InlineData("U64", 8)]
    [InlineData("C64", 8)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    public void Tensor_TypeThatIsNotRead_IsAnErrorOnlyWhenTouched(string type, int size)
    {
        var header = $$$"""{"legacy":{"dtype":"{{{type}}}","shape":[2],"data_offsets":[0,{{{2 * size}}}]},"good":{"dtype":"U8","shape":[1],"data_offsets":[{{{2 * size}}},{{{(2 * size) + 1}}}]}}""";
        using var file = Open(header, (2 * size) + 1);

        Assert.Equal(1, file.Tensor("good").Count);
        Assert.Equal(type, file.Entries[0].Type);
        AssertNames(() => file.Tensor("legacy"), "legacy", type);
        AssertNames(() => file.TryGet("legacy", out _), "legacy", type);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "w", "cut short")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "9 follow")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "w", "[3]", "8 bytes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "w", "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "w", "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "w", "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0.5,8]}}""", 8, "w", "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2]}}""", 8, "w", "data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", 8, "w", "dimension 0")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1,2147483648],"data_offsets":[0,8]}}""", 8, "w", "dimension 1")]
    [InlineData("""{"w":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "w", "dimension 0")]
    [InlineData("""{"w":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", 8, "w", "shape")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,2147483647,8],"data_offsets":[0,8]}}""", 8, "w", "cannot take")]
    [InlineData("""{"w":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", 1, "w", "cannot take")]
    [InlineData("""{"w":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", 8, "w", "F33")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""", 8, "w", "dtype")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "w", "dtype twice")]
    [InlineData("""{"w":[]}""", 0, "w", "object")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "\"w\" twice")]
    [InlineData("""{"v":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"w":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "w", "overlaps")]
    [InlineData("""{"v":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, "w", "gap")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "__metadata__", "k")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "__metadata__", "k")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__")]
    [InlineData("""[]""", 0, "object")]
    [InlineData("""{"w":""", 0, "JSON")]
    [InlineData("""{} {}""", 0, "JSON")]
    [InlineData("", 0, "JSON")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "Unicode")]
    public void Open_MalformedHeader_IsRefusedByName(string header, int dataLength, params string[] named) =>
        AssertNames(() => Open(header, dataLength), [folder.Path, .. named]);

    [Fact]
    public void Open_HeaderLengthIsWrong_IsRefused()
    {
        AssertNames(() => OpenBytes(RawSafetensors.Make("{}", 0, claimedLength: 3)), "cut short", "3 bytes");
        AssertNames(() => OpenBytes(RawSafetensors.Make("{}", 0, claimedLength: 100_000_001)), "100000000");
        AssertNames(() => OpenBytes(RawSafetensors.Make("{}", 0, claimedLength: ulong.MaxValue)), "100000000");
        AssertNames(() => OpenBytes(RawSafetensors.Make([0xff, (byte)'{', (byte)'}'], 0)), "JSON");
        AssertNames(() => OpenBytes([1, 2, 3]), "3 bytes");
        AssertNames(() => OpenBytes([]), "0 bytes");
    }

    [Fact]
    public void Open_NotASafetensorsFile_SaysWhatItIs()
    {
        AssertNames(() => OpenBytes(Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")), "git lfs pull");
        AssertNames(() => SafetensorsFile.Open(folder["absent.safetensors"]), "absent.safetensors", "no such file");
        AssertNames(() => SafetensorsFile.Open(folder.Path), folder.Path, "folder");
    }

    [Fact]
    public void Bytes_OutsideTheTensor_IsRefused()
    {
        using var file = Open("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16);
        var a = file.Tensor("a");

        Assert.Equal(0, a.Bytes(2, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Bytes(1, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Bytes(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Bytes(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => a.Bytes(long.MaxValue, 1).Length);
    }

    [Fact]
    public void Bytes_AfterDispose_IsRefused()
    {
        var file = Open("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2);
        var tensor = file.Tensor("a");
        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.Bytes(0, 1).Length);
    }

    [Fact]
    public void Bytes_TensorOver2GiB_ReadsItsEnd()
    {
        const long Count = 3L << 28;
        var header = Encoding.ASCII.GetBytes($$$"""{"w":{"dtype":"F32","shape":[3,{{{1 << 28}}}],"data_offsets":[0,{{{4 * Count}}}]}}""");
        var path = folder["large.safetensors"];
        using (var stream = File.Create(path))
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)header.Length);
            stream.Write(number);
            stream.Write(header);

            // A hole: the file takes a few blocks on the disk.
            stream.SetLength(8 + header.Length + (4 * Count));
            stream.Position = stream.Length - 4;
            BinaryPrimitives.WriteSingleLittleEndian(number, 1.5f);
            stream.Write(number[..4]);
        }

        using var file = SafetensorsFile.Open(path);
        var tensor = file.Tensor("w");
        Span<float> end = stackalloc float[2];
        tensor.CopyTo(Count - 2, end);

        Assert.Equal(Count, tensor.Count);
        Assert.Equal([0f, 1.5f], end.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Bytes(0, 1 << 29).Length);
    }

    private static void AssertNames(Action action, params string[] named)
    {
        var message = Assert.Throws<InputException>(action).Message;
        Assert.All(named, name => Assert.Contains(name, message, StringComparison.Ordinal));
    }

    private SafetensorsFile Open(string header, int dataLength) => OpenBytes(RawSafetensors.Make(header, dataLength));

    private SafetensorsFile OpenBytes(byte[] bytes) => SafetensorsFile.Open(folder.Write("file.safetensors", bytes));
}

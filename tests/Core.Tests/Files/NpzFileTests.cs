using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using FsCheck.Xunit;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class NpzFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("npz").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Fact]
    public void Tensor_StoredDeflatedAndFortran_HoldTheSameNumbers()
    {
        using var stored = NpzFile.Open(Fixture("params.npz"));
        using var deflated = NpzFile.Open(Fixture("params_compressed.npz"));
        using var fortran = NpzFile.Open(Fixture("params_fortran.npz"));
        Assert.Equal(["W_dec", "W_enc", "b_dec", "b_enc", "threshold"], stored.Names);
        foreach (var name in stored.Names)
        {
            var expected = stored.Tensor(name);
            Assert.All(new[] { deflated.Tensor(name), fortran.Tensor(name) }, other =>
            {
                Assert.Equal(expected.Shape, other.Shape);
                Assert.True(expected.Bytes(0, (int)expected.Count).SequenceEqual(other.Bytes(0, (int)other.Count)));
            });
        }

        Assert.Equal([48, 96], stored.Tensor("W_enc").Shape);
        Assert.Equal(StoredType.F32, stored.Tensor("W_enc").Type);
    }

    [Property(MaxTest = 40)]
    public void Tensor_AnyShape_RoundTrips(float[] values, bool deflate, byte version)
    {
        var path = Write(deflate, ("a", Npy("<f4", $"({values.Length},)", MemoryMarshal.AsBytes<float>(values).ToArray(), (byte)(1 + (version % 3)))));
        using var file = NpzFile.Open(path);
        Assert.Equal(MemoryMarshal.AsBytes<float>(values).ToArray(), file.Tensor("a").Bytes(0, values.Length).ToArray());
    }

    [Fact]
    public void Tensor_FortranOrderOfRankThree_IsTurnedToRowMajor()
    {
        // a[i, j, k] = 100 i + 10 j + k, first index fastest.
        var values = new List<long>();
        for (var k = 0; k < 4; k++)
        {
            for (var j = 0; j < 3; j++)
            {
                for (var i = 0; i < 2; i++)
                {
                    values.Add((100 * i) + (10 * j) + k);
                }
            }
        }

        var path = Write(false, ("a", Npy("<i8", "(2, 3, 4)", MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)).ToArray(), fortran: true)));
        using var file = NpzFile.Open(path);
        var actual = MemoryMarshal.Cast<byte, long>(file.Tensor("a").Bytes(0, 24)).ToArray();
        Assert.Equal(values.Order(), actual);
    }

    [Theory]
    [InlineData("<f2", 2)]
    [InlineData("<f8", 8)]
    [InlineData("<i4", 4)]
    [InlineData("<i8", 8)]
    [InlineData("|b1", 1)]
    public void Tensor_EveryType_HasItsSize(string descr, int size)
    {
        using var file = NpzFile.Open(Write(true, ("a", Npy(descr, "(3, 2)", new byte[6 * size]))));
        Assert.Equal(6 * size, file.Tensor("a").Bytes(0, 6).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Tensor("a").Bytes(1, 6).Length);
    }

    [Theory]
    [InlineData("|O", "pickled")]
    [InlineData(">f4", "'>f4'")]
    [InlineData("<c8", "'<c8'")]
    public void Tensor_OtherType_IsRefused(string descr, string named)
    {
        using var file = NpzFile.Open(Write(false, ("a", Npy(descr, "(1,)", new byte[4]))));
        Assert.Contains(named, Assert.Throws<InputException>(() => file.Tensor("a")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(1000000000, 1000000000)", "holds")]
    [InlineData("(2147483647, 2147483647, 2147483647)", "more than any file can hold")]
    [InlineData("(99999999999,)", "no number up to")]
    [InlineData("(3,)", "holds 16")]
    public void Tensor_ShapeBeyondTheData_IsRefusedBeforeMemoryIsTaken(string shape, string named)
    {
        using var file = NpzFile.Open(Write(true, ("a", Npy("<f4", shape, new byte[16]))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(named, Assert.Throws<InputException>(() => file.Tensor("a")).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000);
    }

    [Fact]
    public void Tensor_Bomb_IsRefused()
    {
        // 80 MiB of zeros pack to 80 KiB.
        using var file = NpzFile.Open(Write(true, ("a", Npy("<f4", "(20971520,)", new byte[20971520 * 4]))));
        Assert.Contains("no trained weights", Assert.Throws<InputException>(() => file.Tensor("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EntryClaimsMoreThanDeflateCanPack_IsRefusedBeforeMemoryIsTaken()
    {
        var path = Write(true, ("a", Npy("<f4", "(4,)", new byte[16])));
        var bytes = File.ReadAllBytes(path);
        var central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(central + 24), 60 << 20);
        File.WriteAllBytes(path, bytes);

        Assert.Contains("more than deflate can", Assert.Throws<InputException>(() => NpzFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tensor_OneBitFlipped_IsRefused(bool deflate)
    {
        var random = new byte[4000];
        new Random(3).NextBytes(random);
        var path = Write(deflate, ("a", Npy("<f4", "(1000,)", random)));
        var bytes = File.ReadAllBytes(path);
        bytes[2000] ^= 4;
        File.WriteAllBytes(path, bytes);
        using var file = NpzFile.Open(path);
        Assert.Contains("damaged", Assert.Throws<InputException>(() => file.Tensor("a")).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 60)]
    public void Open_TruncatedAnywhere_IsRefused(ushort cut)
    {
        var whole = File.ReadAllBytes(Fixture("params_compressed.npz"));
        var path = Path.Combine(folder, "cut.npz");
        File.WriteAllBytes(path, whole[..(cut % whole.Length)]);
        Assert.Throws<InputException>(() => NpzFile.Open(path));
    }

    [Property(MaxTest = 200)]
    public void Open_AnyByteChanged_ReadsOrRefusesButNeverFails(ushort at, byte value)
    {
        // Most of the file is data; aim half of the changes at the directory behind it.
        var bytes = File.ReadAllBytes(Fixture("params_compressed.npz"));
        var index = at % 2 == 0 ? at % bytes.Length : bytes.Length - 1 - (at % 400);
        bytes[index] = value;
        var path = Path.Combine(folder, "changed.npz");
        File.WriteAllBytes(path, bytes);
        try
        {
            using var file = NpzFile.Open(path);
            foreach (var name in file.Names)
            {
                Assert.NotNull(file.Tensor(name));
            }
        }
        catch (InputException error)
        {
            Assert.Contains("changed.npz", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_MissingFile_SaysSo() =>
        Assert.Contains("none.npz", Assert.Throws<InputException>(() => NpzFile.Open(Path.Combine(folder, "none.npz"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Tensor_UnknownName_ListsTheNames()
    {
        using var file = NpzFile.Open(Fixture("params.npz"));
        Assert.Contains("W_dec, W_enc", Assert.Throws<InputException>(() => file.Tensor("w")).Message, StringComparison.Ordinal);
    }

    private static string Fixture(string name) => Path.Combine(SharedData.Fixtures, "sae", "gemma_scope", name);

    private static byte[] Npy(string descr, string shape, byte[] data, byte version = 1, bool fortran = false)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n");
        var length = new byte[version == 1 ? 2 : 4];
        length[0] = (byte)header.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. data];
    }

    private string Write(bool deflate, params (string Name, byte[] Bytes)[] entries)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName() + ".npz");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = zip.CreateEntry(name + ".npy", deflate ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
            stream.Write(bytes);
        }

        return path;
    }
}

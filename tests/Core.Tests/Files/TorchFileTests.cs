using System.IO.Compression;
using SteerScope.Compute;
using SteerScope.Files;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Files;

/// <summary>Files that torch.save of PyTorch 1.13 wrote.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("os_system.pt", "uses posix.system")]
    [InlineData("eval.pt", "uses __builtin__.eval")]
    [InlineData("nested.pt", "uses itertools.imap")]
    [InlineData("numpy.pt", "uses numpy.core.multiarray._reconstruct")]
    [InlineData("module.pt", "uses dictionary_learning.dictionary.AutoEncoder")]
    [InlineData("complex.pt", "uses torch.ComplexFloatStorage")]
    [InlineData("backup.pt", "holds step, ae, norm_factor and no tensor beside them")]
    [InlineData("list.pt", "holds no dictionary")]
    [InlineData("expanded.pt", "a tensor of (1073741824, 1073741824) repeats the 1 elements")]
    [InlineData("legacy.pt", "before version 1.6")]
    public void Open_AnythingButTensors_IsRefusedByName(string name, string named)
    {
        var error = Assert.Throws<InputException>(() => TorchFile.Open(Fixture(name)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Open_PlainValuesBesideTensors_LeavesThemAside()
    {
        using var file = TorchFile.Open(Fixture("values.pt"));
        Assert.Equal(["W_enc", "n"], file.Names);
        Assert.Equal([5L], file.Tensor("n").ToLongs());
        Assert.Empty(file.Tensor("n").Shape);
        Assert.Equal([1f, 1, 1, 1], file.Tensor("W_enc").ToFloats());
        Assert.False(file.TryGet("nest", out _));
        Assert.Contains("holds no tensor 'nest'; it holds W_enc, n", Assert.Throws<InputException>(() => file.Tensor("nest")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("protocol3.pt")]
    [InlineData("protocol4.pt")]
    public void Tensor_NotContiguous_IsRowMajor(string name)
    {
        using var file = TorchFile.Open(Fixture(name));
        var tensor = file.Tensor("h");
        Assert.Equal([3, 2], tensor.Shape);
        Assert.Equal([0f, 3, 1, 4, 2, 5], tensor.ToFloats());
        var transposed = file.Transposed("h", out var inPlace);
        Assert.True(inPlace);
        Assert.Equal([2, 3], transposed.Shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], transposed.ToFloats());
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Bytes(4, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => transposed.Bytes(-1, 1).Length);
    }

    [Theory]
    [InlineData("standard", "encoder.weight", StoredType.F32)]
    [InlineData("float16", "encoder.weight", StoredType.F16)]
    [InlineData("bfloat16", "W_enc", StoredType.BF16)]
    [InlineData("topk", "k", StoredType.I32)]
    [InlineData("matryoshka", "group_sizes", StoredType.I64)]
    public void Tensor_EveryType_IsKept(string sae, string name, StoredType type)
    {
        using var file = TorchFile.Open(Path.Combine(SharedData.Fixtures, "sae", "formats", "dictionary_learning_" + sae, "ae.pt"));
        Assert.Equal(type, file.Tensor(name).Type);
    }

    [Fact]
    public void Open_DeflatedEntries_HoldTheSameTensors()
    {
        var formats = Path.Combine(SharedData.Fixtures, "sae", "formats");
        using var stored = TorchFile.Open(Path.Combine(formats, "dictionary_learning_batchtopk", "ae.pt"));
        using var deflated = TorchFile.Open(Path.Combine(formats, "dictionary_learning_cuda", "ae.pt"));
        Assert.Equal(stored.Names, deflated.Names);
        Assert.All(stored.Names, name => Assert.Equal(stored.Tensor(name).ToDoubles(), deflated.Tensor(name).ToDoubles()));
    }

    [Fact]
    public void Tensor_BitFlippedInItsStorage_IsRefused()
    {
        var bytes = File.ReadAllBytes(Fixture("values.pt"));
        bytes[IndexOf(bytes, [0, 0, 0x80, 0x3f])] ^= 1;
        using var file = TorchFile.Open(folder.Write("flipped.pt", bytes));
        Assert.Contains("checksum", Assert.Throws<InputException>(() => file.Tensor("W_enc")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ChecksumsThatWereNotComputed_IsRead()
    {
        // torch.serialization.set_crc32_options(False) leaves 0 in their place.
        var bytes = File.ReadAllBytes(Fixture("values.pt"));
        for (var at = 0; at < bytes.Length - 46; at++)
        {
            if (bytes.AsSpan(at).StartsWith("PK\u0001\u0002"u8))
            {
                bytes.AsSpan(at + 16, 4).Clear();
            }
        }

        using var file = TorchFile.Open(folder.Write("unchecked.pt", bytes));
        Assert.Equal([1f, 1, 1, 1], file.Tensor("W_enc").ToFloats());
    }

    [Theory]
    [InlineData("byteorder", "big", "another byte order")]
    [InlineData("data.pkl2", "", null)]
    public void Open_ByteOrder_IsLookedAt(string name, string content, string? named)
    {
        var path = Rewrite("values.pt", extra: ("archive/" + name, content));
        if (named is null)
        {
            TorchFile.Open(path).Dispose();
            return;
        }

        Assert.Contains(named, Assert.Throws<InputException>(() => TorchFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ZipWithoutPickle_IsRefused()
    {
        using (var zip = ZipFile.Open(folder["other.pt"], ZipArchiveMode.Create))
        {
            zip.CreateEntry("deep/archive/data.pkl").Open().Dispose();
        }

        Assert.Contains("without the one 'data.pkl'", Assert.Throws<InputException>(() => TorchFile.Open(folder["other.pt"])).Message, StringComparison.Ordinal);
        Assert.Contains("must be a whole PyTorch file", Assert.Throws<InputException>(() => TorchFile.Open(folder.Write("empty.pt", []))).Message, StringComparison.Ordinal);
        Assert.Contains("none.pt", Assert.Throws<InputException>(() => TorchFile.Open(folder["none.pt"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StorageThatIsMissingOrShort_IsRefused()
    {
        using var missing = TorchFile.Open(Rewrite("values.pt", leaveOut: "/data/0"));
        Assert.Contains("storage '0' is missing", Assert.Throws<InputException>(() => missing.Tensor("W_enc")).Message, StringComparison.Ordinal);
        using var cut = TorchFile.Open(Rewrite("values.pt", cut: "/data/0"));
        Assert.Contains("has 15 bytes, and must have 4 elements of F32", Assert.Throws<InputException>(() => cut.Tensor("W_enc")).Message, StringComparison.Ordinal);
    }

    private static string Fixture(string name) => Path.Combine(SharedData.Fixtures, "torch", name);

    private static int IndexOf(byte[] bytes, ReadOnlySpan<byte> part) => bytes.AsSpan().IndexOf(part);

    private string Rewrite(string name, (string Name, string Content)? extra = null, string? leaveOut = null, string? cut = null)
    {
        var path = folder[Path.GetRandomFileName() + ".pt"];
        using var source = ZipFile.OpenRead(Fixture(name));
        using var target = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var entry in source.Entries.Where(entry => leaveOut is null || !entry.FullName.EndsWith(leaveOut, StringComparison.Ordinal)))
        {
            using var from = entry.Open();
            using var bytes = new MemoryStream();
            from.CopyTo(bytes);
            using var to = target.CreateEntry("archive" + entry.FullName[entry.FullName.IndexOf('/', StringComparison.Ordinal)..], CompressionLevel.NoCompression).Open();
            to.Write(bytes.ToArray().AsSpan(0, (int)bytes.Length - (cut is not null && entry.FullName.EndsWith(cut, StringComparison.Ordinal) ? 1 : 0)));
        }

        if (extra is { } more)
        {
            using var to = target.CreateEntry(more.Name, CompressionLevel.NoCompression).Open();
            to.Write(System.Text.Encoding.ASCII.GetBytes(more.Content));
        }

        return path;
    }
}

using System.Diagnostics;
using System.Text;
using SteerScope.Files;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Files;

/// <summary>The pickle reader: what it refuses, and that it survives anything.</summary>
public sealed class TorchPickleTests
{
    private static readonly byte[] Valid = ValidPickle();

    [Theory]
    [InlineData("cos\nsystem\n.", "uses os.system")]
    [InlineData("cbuiltins\neval\n(X\u0001\0\0\01tR.", "uses builtins.eval")]
    [InlineData("(ios\nsystem\n.", "uses os.system")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093.", "uses os.system")]
    [InlineData("K\u0001K\u0002\u0093.", "uses ?.?")]
    [InlineData("ctorch\nFloatStorage\n)R.", "uses torch.FloatStorage in a way that is not known")]
    [InlineData("ctorch\nFloatStorage\n)\u0081.", "uses torch.FloatStorage, and only")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\u0085R.", "uses collections.OrderedDict in a way that is not known")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "uses torch._utils._rebuild_tensor_v2 in a way that is not known")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v3\n)R.", "uses torch._utils._rebuild_tensor_v3")]
    [InlineData("ctorch.storage\n_load_from_bytes\n)R.", "uses torch.storage._load_from_bytes")]
    [InlineData("K\u0001)R.", "a call of what is no name")]
    [InlineData("X\u0001\0\0\0xQ.", "a persistent id that is no storage")]
    [InlineData("Px\n.", "the instruction 0x50")]
    [InlineData("]}b.", "the state of an object")]
    [InlineData("}K\u0001b.", "the state of an object")]
    [InlineData("c\u001b[31mx\ny\n.", "uses ?[31mx.y")]
    [InlineData("}", "ends early")]
    [InlineData(".", "a value that is not there")]
    [InlineData("(K\u0001t0.", "a value that is not there")]
    [InlineData("K\u0001(0.", "a value that is not there")]
    [InlineData("t.", "a mark that is not there")]
    [InlineData("K\u0001K\u0001a.", "appends to what is no list")]
    [InlineData("K\u0001K\u0001K\u0001s.", "sets items of what is no dict")]
    [InlineData("}(K\u0001u.", "sets items of what is no dict")]
    [InlineData("h\u0005.", "recalls a value that is not there")]
    [InlineData("\u008a\u0009\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001.", "more than 64 bits")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff.", "ends early")]
    [InlineData("\u0080\u0009.", "unknown protocol")]
    public void Read_AnythingElse_IsRefused(string pickle, string named)
    {
        var error = Assert.Throws<InputException>(() => TorchPickle.Read(Encoding.Latin1.GetBytes(pickle), "x.pt"));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("x.pt", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.All(letter => !char.IsControl(letter)));
    }

    [Theory]
    [InlineData("K\u0005", "K\u0002", "K\u0001", 2, 1)]
    [InlineData("K\u0000", "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "K\u0001", 0, 0)]
    [InlineData("K\u0000", "K\u0002", "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", 0, 0)]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff", "K\u0002", "K\u0001", 0, 0)]
    [InlineData("K\u0000", "J\u00ff\u00ff\u00ff\u00ff", "K\u0001", 0, 0)]
    [InlineData("K\u0000", "K\u0002", "J\u00ff\u00ff\u00ff\u00ff", 0, 0)]
    [InlineData("K\u0005", "K\u0007", "K\u0000", 0, 0)]
    public void Read_TensorOutsideItsStorage_IsRefused(string first, string size, string stride, int lengthThatFits, int fits)
    {
        // A storage of six elements.
        string Pickle(string length) => $"ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0006tQ{first}{length}\u0085{stride}\u0085\u0089ccollections\nOrderedDict\n)RtR.";
        var message = Assert.Throws<InputException>(() => TorchPickle.Read(Encoding.Latin1.GetBytes(Pickle(size)), "x.pt")).Message;
        Assert.Contains("a tensor of (", message, StringComparison.Ordinal);
        if (fits > 0)
        {
            var tensor = Assert.IsType<TorchTensorRef>(TorchPickle.Read(Encoding.Latin1.GetBytes(Pickle($"K{(char)(lengthThatFits - 1)}")), "x.pt"));
            Assert.Equal((5L, 6L), (tensor.First, tensor.Storage.Count));
        }
    }

    [Fact]
    public void Read_StateDict_IsTensorsByName()
    {
        var root = Assert.IsType<PickleDictionary>(TorchPickle.Read(Valid, "x.pt"));
        Assert.Equal(["W_enc", "b_enc", "W_dec", "b_dec", "threshold"], root.Pairs.Select(pair => pair.Key));
        Assert.All(root.Pairs, pair => Assert.IsType<TorchTensorRef>(pair.Value));
    }

    [Fact]
    public void Read_ListThatHoldsItself_Ends()
    {
        Assert.IsType<List<object?>>(TorchPickle.Read(Encoding.Latin1.GetBytes("]q\0h\0a."), "x.pt"));
        Assert.IsType<PickleDictionary>(TorchPickle.Read(Encoding.Latin1.GetBytes("}q\0h\0h\0s."), "x.pt"));
    }

    [Fact]
    public void Read_DeepNesting_NeedsNoStack() =>
        Assert.IsType<PickleTuple>(TorchPickle.Read([.. Enumerable.Repeat((byte)')', 1), .. Enumerable.Repeat((byte)0x85, 1_000_000), (byte)'.'], "x.pt"));

    [Fact]
    public void Read_MutatedPickles_SucceedOrAreRefusedQuickly()
    {
        var random = new Random(11);
        var watch = Stopwatch.StartNew();
        var refused = 0;
        for (var i = 0; i < 40_000; i++)
        {
            refused += Survives(Mutate(Valid, random)) ? 0 : 1;
        }

        Assert.InRange(refused, 10_000, 40_000);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    [Fact]
    public void Read_RandomInstructions_SucceedOrAreRefused()
    {
        // Instructions that take no argument make most steps legal, so that states that no pickler writes are reached.
        var random = new Random(12);
        var codes = "}]()\u0085\u0086\u0087tuseaK\u0001h\u0000q\u0000\u0094N\u0088RQb0.0.\u0081X\u0001\0\0\0x"u8.ToArray();
        for (var i = 0; i < 40_000; i++)
        {
            Survives([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => codes[random.Next(codes.Length)]), (byte)'.']);
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 30)).ToArray());
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes.Take(random.Next(8) == 0 ? random.Next(bytes.Count) : bytes.Count)];
    }

    private static bool Survives(byte[] pickle)
    {
        try
        {
            TorchPickle.Read(pickle, "x.pt");
            return true;
        }
        catch (InputException error)
        {
            Assert.StartsWith("x.pt", error.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private static byte[] ValidPickle()
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(Path.Combine(SharedData.Fixtures, "sae", "formats", "dictionary_learning_shared_storage", "ae.pt"));
        using var stream = zip.Entries.Single(entry => entry.Name == "data.pkl").Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

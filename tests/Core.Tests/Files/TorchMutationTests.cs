using SteerScope.Files;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Files;

/// <summary>Whatever a .pt file holds, reading it succeeds or says what is wrong with it.</summary>
public sealed class TorchMutationTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dictionary_learning_standard")]
    [InlineData("dictionary_learning_cuda")]
    [InlineData("dictionary_learning_shared_storage")]
    public void Open_MutatedFile_SucceedsOrIsRefused(string name)
    {
        var valid = File.ReadAllBytes(Path.Combine(SharedData.Fixtures, "sae", "formats", name, "ae.pt"));
        var directory = valid.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var random = new Random(name.Length);
        for (var i = 0; i < 1500; i++)
        {
            // Half of the changes are aimed at the directory, most of the others at the pickle in front.
            var bytes = valid.ToArray();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                var at = random.Next(4) switch { < 2 => random.Next(directory, bytes.Length), 2 => random.Next(Math.Min(1200, bytes.Length)), _ => random.Next(bytes.Length) };
                bytes[at] = (byte)random.Next(256);
            }

            ReadAll(bytes.AsSpan(0, i % 5 == 0 ? random.Next(bytes.Length) : bytes.Length));
        }
    }

    private void ReadAll(ReadOnlySpan<byte> bytes)
    {
        var path = folder.Write("mutated.pt", bytes);
        try
        {
            using var file = TorchFile.Open(path);
            foreach (var name in file.Names)
            {
                _ = file.Tensor(name).ToDoubles();
            }
        }
        catch (InputException error)
        {
            Assert.Contains("mutated.pt", error.Message, StringComparison.Ordinal);
        }
    }
}

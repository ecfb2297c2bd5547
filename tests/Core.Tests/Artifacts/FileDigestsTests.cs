using System.Security.Cryptography;
using System.Text;
using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests.Artifacts;

public sealed class FileDigestsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;

    private string Memory => Path.Combine(_root, "digests.json");

    private string Input => Path.Combine(_root, "input.bin");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Of_AFileThatKeepsLengthAndTime_IsRemembered()
    {
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Write("one", old);
        var digests = FileDigests.Open(Memory);
        var first = digests.Of(Input);
        digests.Save();

        // The same length and time with other bytes: only the memory can give the old digest.
        Write("two", old);

        Assert.Equal(Sha("one"), first);
        Assert.Equal(Sha("one"), FileDigests.Open(Memory).Of(Input));
        Write("two", old.AddTicks(1));
        Assert.Equal(Sha("two"), FileDigests.Open(Memory).Of(Input));
        Write("three", old);
        Assert.Equal(Sha("three"), FileDigests.Open(Memory).Of(Input));
    }

    [Fact]
    public void Of_AFileThatChangedJustNow_IsNotRemembered()
    {
        var now = DateTime.UtcNow;
        Write("one", now);
        var digests = FileDigests.Open(Memory);
        Assert.Equal(Sha("one"), digests.Of(Input));

        Write("two", now);

        Assert.Equal(Sha("two"), digests.Of(Input));
        digests.Save();
        Assert.Equal(Sha("two"), FileDigests.Open(Memory).Of(Input));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"INPUT\":null}")]
    [InlineData("{\"INPUT\":{}}")]
    [InlineData("{\"INPUT\":{\"Length\":3,\"Changed\":637134336000000000,\"Sha256\":\"zz\"}}")]
    [InlineData("{\"INPUT\":{\"Length\":3,\"Changed\":637134336000000000,\"Sha256\":null}}")]
    [InlineData("{\"INPUT\":{\"Length\":\"3\"}}")]
    public void Open_OfADamagedMemory_StartsEmpty(string json)
    {
        Write("one", new DateTime(637134336000000000, DateTimeKind.Utc));
        File.WriteAllText(Memory, json.Replace("INPUT", Input, StringComparison.Ordinal));

        var digests = FileDigests.Open(Memory);

        Assert.Equal(Sha("one"), digests.Of(Input));
        digests.Save();
        Assert.Equal(Sha("one"), FileDigests.Open(Memory).Of(Input));
    }

    [Fact]
    public void Of_AMissingFile_SaysSo() =>
        Assert.Equal($"{Input}: there is no such file.", Assert.Throws<InputException>(() => FileDigests.Open(Memory).Of(Input)).Message);

    private static string Sha(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Write(string text, DateTime changed)
    {
        File.WriteAllText(Input, text);
        File.SetLastWriteTimeUtc(Input, changed);
    }
}

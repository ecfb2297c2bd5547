using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class ScratchFileTests
{
    [Fact]
    public void Read_FlushedNumbers_AreWhatWasAppended()
    {
        using var file = new ScratchFile("the test");
        int[] first = [.. Enumerable.Range(0, 50_000)];
        int[] second = [int.MinValue, -1, int.MaxValue];
        var (one, none, two) = (file.Append(first), file.Append([]), file.Append(second));
        file.Flush();

        var (read, other) = (new int[first.Length], new int[second.Length]);
        file.Read(other, two);
        file.Read(read, one);

        Assert.Equal(first, read);
        Assert.Equal(second, other);
        Assert.Equal(two, none);
    }

    [Fact]
    public void Read_OverTheEnd_Throws()
    {
        using var file = new ScratchFile("the test");
        file.Append([1, 2]);
        file.Flush();

        var error = Assert.Throws<EndOfStreamException>(() => file.Read(new int[2], sizeof(int)));

        Assert.Contains("the test", error.Message, StringComparison.Ordinal);
    }
}

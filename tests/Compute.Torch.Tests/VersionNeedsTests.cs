using SteerScope.Compute.Torch.Runtime;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class VersionNeedsTests
{
    [Fact]
    public void Relax_TheBinding_ChangesOneFlagOfAnUnusedVersion()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var original = File.ReadAllBytes(TorchLibrary.FindBinding()!);
        var relaxed = original.ToArray();
        Assert.Equal(["GLIBCXX_3.4.32"], VersionNeeds.Relax(relaxed));
        var changed = Enumerable.Range(0, original.Length).Where(i => original[i] != relaxed[i]).ToList();
        var place = Assert.Single(changed);
        Assert.Equal((0, 2), (original[place], relaxed[place]));
    }

    [Fact]
    public void Relax_NoLibrary_ChangesNothing()
    {
        byte[][] others = [[], "\u007fELF"u8.ToArray(), new byte[1000], [.. "\u007fELF\u0001\u0001"u8, .. new byte[100]]];
        foreach (var bytes in others)
        {
            var copy = bytes.ToArray();
            Assert.Empty(VersionNeeds.Relax(copy));
            Assert.Equal(bytes, copy);
        }
    }
}

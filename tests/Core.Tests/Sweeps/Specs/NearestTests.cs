using FsCheck.Xunit;
using SteerScope.Sweeps.Specs;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Specs;

public sealed class NearestTests
{
    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("trian", "train", 1)]
    [InlineData("Train", "train", 0)]
    [InlineData("ca", "abc", 3)]
    public void Distance_Words_CountsEdits(string x, string y, int expected) => Assert.Equal(expected, Nearest.Distance(x, y));

    [Theory]
    [InlineData("behaviors", "behaviours")]
    [InlineData("normalize", "normalise")]
    [InlineData("sae", "saes")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void Of_Word_IsTheOneMeant(string word, string? expected) =>
        Assert.Equal(expected, Nearest.Of(word, ["model", "behaviours", "saes", "normalise"]));

    [Property]
    public bool Distance_AnyWords_IsSymmetricAndBounded(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var distance = Nearest.Distance(a, b);
        return distance == Nearest.Distance(b, a) && distance >= Math.Abs(a.Length - b.Length) && distance <= Math.Max(a.Length, b.Length);
    }
}

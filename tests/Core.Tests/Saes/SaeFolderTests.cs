using SteerScope.Saes;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class SaeFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("saes").FullName;

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void Find_WildcardPattern_GivesLayersInOrder()
    {
        foreach (var path in new[] { "layer_10/width_16k/average_l0_77", "layer_2/width_16k/average_l0_141", "layer_2/width_65k/average_l0_9", "layer_x/width_16k/average_l0_1" })
        {
            Touch(path);
        }

        var folder = SaeFolder.Find(root, "layer_{layer}/width_16k/average_l0_*/params.npz");
        Assert.Equal([2, 10], folder.Layers);
        Assert.EndsWith(Path.Combine("average_l0_141", "params.npz"), folder.PathOf(2), StringComparison.Ordinal);
        Assert.Contains("layers 2, 10", Assert.Throws<InputException>(() => folder.PathOf(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FolderPattern_GivesFolders()
    {
        Touch("layer_0/width_512");
        Assert.Equal(Path.Combine(root, "layer_0", "width_512"), SaeFolder.Find(root, "layer_{layer}/width_512").PathOf(0));
    }

    [Fact]
    public void Find_SeveralMatchOneLayer_ListsThem()
    {
        Touch("layer_4/average_l0_20");
        Touch("layer_4/average_l0_124");
        var error = Assert.Throws<InputException>(() => SaeFolder.Find(root, "layer_{layer}/average_l0_*/params.npz"));
        Assert.Contains("matches 2 SAEs of layer 4", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("layer_4", "average_l0_124", "params.npz"), error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("layer_4", "average_l0_20", "params.npz"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("layer_0/params.npz")]
    [InlineData("layer_{layer}/{layer}.npz")]
    [InlineData("layer_{layer}/nothing")]
    public void Find_PatternThatCannotMatch_IsRefused(string pattern)
    {
        Touch("layer_0");
        Assert.Contains(pattern, Assert.Throws<InputException>(() => SaeFolder.Find(root, pattern)).Message, StringComparison.Ordinal);
    }

    private void Touch(string folder)
    {
        Directory.CreateDirectory(Path.Combine(root, folder));
        File.WriteAllBytes(Path.Combine(root, folder, "params.npz"), []);
    }
}

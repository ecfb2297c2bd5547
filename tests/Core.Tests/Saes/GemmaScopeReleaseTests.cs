using SteerScope.Core.Tests.Files;
using SteerScope.Saes;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Saes;

public sealed class GemmaScopeReleaseTests
{
    [Theory]
    [InlineData("/saes/gemma-scope-2b-pt-res/layer_5/width_16k/average_l0_68/params.npz", "blocks.5.hook_resid_post")]
    [InlineData("/saes/models--google--gemma-scope-9b-it-res/snapshots/0/layer_20/width_16k/average_l0_47", "blocks.20.hook_resid_post")]
    [InlineData("/saes/gemma-scope-2b-pt-mlp/layer_5/width_16k/average_l0_68", "blocks.5.hook_mlp_out")]
    [InlineData("/saes/gemma-scope-2b-pt-att/layer_5/width_16k/average_l0_68", "blocks.5.attn.hook_z")]
    [InlineData("/saes/gemma-scope-2b-pt-res/embedding/width_4k/average_l0_6", "hook_embed")]
    [InlineData("/layer_5/params.npz", null)]
    [InlineData("/layer_3/my-gemma-scope/params.npz", null)]
    public void HookOf_FoldersOfARelease_IsTheirs(string path, string? hook) => Assert.Equal(hook, GemmaScopeRelease.HookOf(path));

    [Fact]
    public void Open_Transcoder_IsRefusedAndListed()
    {
        using var folder = new TestFolder();
        var release = Directory.CreateDirectory(folder["gemma-scope-2b-pt-transcoders/layer_5/width_16k/average_l0_68"]).FullName;
        File.Copy(Path.Combine(SharedData.Fixtures, "sae", "gemma_scope", "params.npz"), Path.Combine(release, "params.npz"));
        Assert.Contains("of Gemma Scope's transcoders", Assert.Throws<InputException>(() => SaeFile.Open(release)).Message, StringComparison.Ordinal);
        Assert.Contains(SaeFile.ListRefused(release)!.Tensors, tensor => tensor is { Name: "W_enc", Type: "F32", Shape: [48, 96] });
    }
}

using System.Text.RegularExpressions;

namespace SteerScope.Saes;

/// <summary>
/// What the folders of a Gemma Scope release say (<c>gemma-scope-2b-pt-res/layer_5/width_16k/average_l0_68</c>), since the files
/// in them say nothing: SAEs of the residual stream, of MLP and attention outputs and transcoders all look the same.
/// </summary>
internal static partial class GemmaScopeRelease
{
    /// <summary>The hook, by SAELens' rules for the release; null where the folders have other names.</summary>
    public static string? HookOf(string path)
    {
        var (site, layer) = Parse(path);
        return (site, layer) switch
        {
            ("res", { } number) => $"blocks.{number}.hook_resid_post",
            ("mlp", { } number) => $"blocks.{number}.hook_mlp_out",
            ("att", { } number) => $"blocks.{number}.attn.hook_z",
            ("res", null) when path.Contains("embedding", StringComparison.Ordinal) => "hook_embed",
            _ => null,
        };
    }

    /// <summary>Whether it is of the release's transcoders.</summary>
    public static bool IsTranscoder(string path) => Parse(path).Site == "transcoders";

    private static (string? Site, int? Layer) Parse(string path)
    {
        var full = Path.GetFullPath(path).Replace('\\', '/') + '/';
        var release = Release().Match(full);
        if (!release.Success)
        {
            return default;
        }

        var layer = Layer().Match(full, release.Index);
        return (release.Groups[1].Value, layer.Success ? int.Parse(layer.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    [GeneratedRegex("/[^/]*gemma-scope-[0-9a-z]+-(?:pt|it)-(res|mlp|att|transcoders)(?:-canonical)?/", RegexOptions.CultureInvariant)]
    private static partial Regex Release();

    [GeneratedRegex("/layer_([0-9]{1,3})/", RegexOptions.CultureInvariant)]
    private static partial Regex Layer();
}

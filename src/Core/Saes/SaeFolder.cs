using System.Globalization;
using System.Text.RegularExpressions;

namespace SteerScope.Saes;

/// <summary>
/// The SAEs of a folder, one per layer, found by a pattern such as <c>layer_{layer}/width_16k/average_l0_*/params.npz</c>:
/// <c>{layer}</c> stands for the layer's number, <c>*</c> and <c>?</c> for any characters inside one part of the path.
/// </summary>
public sealed class SaeFolder
{
    private const string LayerMark = "{layer}";
    private readonly SortedDictionary<int, string> paths;

    private SaeFolder(string root, string pattern, SortedDictionary<int, string> paths)
    {
        Root = root;
        Pattern = pattern;
        this.paths = paths;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary>The pattern.</summary>
    public string Pattern { get; }

    /// <summary>Layers that have an SAE, ascending.</summary>
    public IReadOnlyCollection<int> Layers => paths.Keys;

    /// <summary>Finds the SAE of every layer, without opening them.</summary>
    /// <exception cref="InputException">The folder is missing, the pattern lacks {layer} or matches nothing, or several files match one layer.</exception>
    public static SaeFolder Find(string root, string pattern)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(pattern);
        if (!Directory.Exists(root))
        {
            throw new InputException($"The SAE folder {root} does not exist.");
        }

        if (pattern.Split(LayerMark).Length != 2)
        {
            throw new InputException($"The SAE pattern '{pattern}' must hold {LayerMark} exactly once, as in layer_{LayerMark}/width_16k/average_l0_*/params.npz.");
        }

        var found = new List<(int Layer, string Path)>();
        Walk(new DirectoryInfo(root), pattern.Split('/', StringSplitOptions.RemoveEmptyEntries), null, found);
        var byLayer = new SortedDictionary<int, string>();
        foreach (var group in found.GroupBy(item => item.Layer).OrderBy(group => group.Key))
        {
            var matches = group.Select(item => Path.GetRelativePath(root, item.Path)).Order(StringComparer.Ordinal).ToArray();
            if (matches.Length > 1)
            {
                throw new InputException(
                    $"The SAE pattern '{pattern}' matches {matches.Length} SAEs of layer {group.Key} in {root} ({string.Join(", ", matches)}); it must leave one.");
            }

            byLayer.Add(group.Key, group.First().Path);
        }

        return byLayer.Count > 0
            ? new SaeFolder(root, pattern, byLayer)
            : throw new InputException($"The SAE pattern '{pattern}' matches nothing in {root}.");
    }

    /// <summary>Path of a layer's SAE.</summary>
    /// <exception cref="InputException">The layer has none.</exception>
    public string PathOf(int layer) => paths.TryGetValue(layer, out var path)
        ? path
        : throw new InputException($"{Root} has no SAE of layer {layer} under the pattern '{Pattern}'; it has layers {string.Join(", ", Layers)}.");

    /// <summary>Opens a layer's SAE.</summary>
    /// <exception cref="InputException">The layer has none, or it is damaged.</exception>
    public SaeFile Open(int layer) => SaeFile.Open(PathOf(layer));

    private static void Walk(DirectoryInfo folder, ReadOnlySpan<string> parts, int? layer, List<(int Layer, string Path)> found)
    {
        var expression = PartExpression(parts[0]);
        var last = parts.Length == 1;
        foreach (var item in folder.EnumerateFileSystemInfos().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            var match = expression.Match(item.Name);
            if (!match.Success || (!last && item is not DirectoryInfo))
            {
                continue;
            }

            var here = layer;
            if (match.Groups["layer"].Success)
            {
                if (!int.TryParse(match.Groups["layer"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    continue;
                }

                here = number;
            }

            if (!last)
            {
                Walk((DirectoryInfo)item, parts[1..], here, found);
            }
            else if (here is { } value)
            {
                found.Add((value, item.FullName));
            }
        }
    }

    private static Regex PartExpression(string part)
    {
        var text = Regex.Escape(part)
            .Replace(Regex.Escape(LayerMark), "(?<layer>[0-9]+)", StringComparison.Ordinal)
            .Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("\\?", ".", StringComparison.Ordinal);
        return new Regex($"^{text}$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }
}

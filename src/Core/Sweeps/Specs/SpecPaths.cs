using System.Globalization;

namespace SteerScope.Sweeps.Specs;

/// <summary>A behaviour's name and file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file, in full.</param>
public sealed record BehaviourSource(string Name, string Path);

/// <summary>An SAE's name, layer and place.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layer">Its layer; null where only its own configuration can say it.</param>
/// <param name="Path">Its file or folder, in full.</param>
public sealed record SaeSource(string Name, int? Layer, string Path);

/// <summary>Finds the files that a spec names. Relative paths start from the spec's folder.</summary>
public static class SpecPaths
{
    /// <summary>A path in full.</summary>
    public static string Full(SweepSpec spec, string path) => Path.GetFullPath(path, Path.GetFullPath(spec.Folder));

    /// <summary>The behaviours, patterns filled in.</summary>
    /// <exception cref="InputException">A file is missing, or two behaviours have the same name.</exception>
    public static IReadOnlyList<BehaviourSource> Behaviours(SweepSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var sources = spec.Behaviours.SelectMany(behaviour => Behaviours(spec, behaviour)).ToArray();
        var twice = sources.GroupBy(source => source.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? sources
            : throw new InputException($"two behaviours are called {twice.Key} ({string.Join(", ", twice.Select(source => source.Path))}); each should have a name of its own.");
    }

    /// <summary>The files of one entry.</summary>
    internal static IReadOnlyList<BehaviourSource> Behaviours(SweepSpec spec, BehaviourSpec behaviour)
    {
        var files = Files(spec, behaviour.Path);
        if (behaviour.Name is not null && files.Count > 1)
        {
            throw new InputException($"names {files.Count} files, but one name can be given to one file only; the name should be left out");
        }

        return [.. files.Select(file => new BehaviourSource(behaviour.Name ?? Path.GetFileNameWithoutExtension(file), file))];
    }

    /// <summary>The files of the corpus, patterns filled in.</summary>
    /// <exception cref="InputException">A file is missing.</exception>
    public static IReadOnlyList<string> Corpus(SweepSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Corpus is null ? [] : [.. spec.Corpus.Paths.SelectMany(path => Files(spec, path))];
    }

    /// <summary>The SAEs, in the order of the spec, each one's layers ascending.</summary>
    /// <exception cref="InputException">An SAE is missing, or a layer has several.</exception>
    public static IReadOnlyList<SaeSource> Saes(SweepSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return [.. spec.Saes.SelectMany(sae => Saes(spec, sae))];
    }

    /// <summary>The SAEs of one entry.</summary>
    internal static IReadOnlyList<SaeSource> Saes(SweepSpec spec, SaeSpec sae)
    {
        var path = Full(spec, sae.Path);
        if (!Path.Exists(path))
        {
            throw new InputException($"is '{sae.Path}', which does not exist ({path}); it should be a file or folder");
        }

        if (sae.Pattern is null)
        {
            return sae.Layers.Layers switch
            {
                null => [new SaeSource(sae.ResolvedName, null, path)],
                [var layer] => [new SaeSource(sae.ResolvedName, layer, path)],
                _ => throw new InputException("is one SAE without a pattern, but several layers are named; it should have a pattern with {layer}, or one layer"),
            };
        }

        var found = new List<SaeSource>();
        for (var layer = 0; layer <= LayerSelection.MaxLayer; layer++)
        {
            if (sae.Layers.Contains(layer) && Layer(path, sae, layer) is { } source)
            {
                found.Add(source);
            }
        }

        return found.Count > 0 ? found : throw new InputException($"has the pattern '{sae.Pattern}', which matches nothing below {path}");
    }

    private static SaeSource? Layer(string path, SaeSpec sae, int layer)
    {
        var matches = PathPattern.Find(path, sae.Pattern!.Replace("{layer}", layer.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return matches.Count switch
        {
            1 => new SaeSource(sae.ResolvedName, layer, matches[0]),
            > 1 => throw new InputException($"has the pattern '{sae.Pattern}', which matches {matches.Count} files for layer {layer} ({string.Join(", ", matches.Take(3))}); it should match one"),
            _ when sae.Layers.Layers is not null => throw new InputException($"has the pattern '{sae.Pattern}', which matches nothing for layer {layer} below {path}"),
            _ => null,
        };
    }

    internal static IReadOnlyList<string> Files(SweepSpec spec, string path)
    {
        var full = Full(spec, path);
        if (!PathPattern.IsPattern(path))
        {
            return File.Exists(full) ? [full] : throw new InputException($"is '{path}', which is no file ({full})");
        }

        var found = PathPattern.Find(Path.GetFullPath(spec.Folder), path).Where(File.Exists).ToArray();
        return found.Length > 0 ? found : throw new InputException($"is '{path}', which matches no file ({full})");
    }
}

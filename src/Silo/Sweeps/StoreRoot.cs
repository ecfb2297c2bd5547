using SteerScope.Sweeps.Specs;

namespace SteerScope.Silo.Sweeps;

/// <summary>The folder that a member lets sweeps read and write. Links are followed before a path is judged.</summary>
/// <param name="folder">The folder; <c>/</c> allows everything.</param>
internal sealed class StoreRoot(string folder)
{
    private readonly string _root = Real(Path.GetFullPath(folder));

    /// <summary>Refuses a path that leads out.</summary>
    /// <param name="path">The path, absolute.</param>
    /// <param name="field">What named it.</param>
    /// <exception cref="InputException">It leads out, or is not absolute.</exception>
    public void Require(string path, string field)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new InputException($"{field} is '{path}'; it should be an absolute path on the cluster's machines.");
        }

        var real = Real(Path.GetFullPath(path));
        if (real != _root && !real.StartsWith(_root.EndsWith('/') ? _root : _root + "/", StringComparison.Ordinal))
        {
            throw new InputException($"{field} is '{path}', which is not in the cluster's store; it should be below {folder}.");
        }
    }

    /// <summary>Refuses a spec that reads from outside.</summary>
    /// <exception cref="InputException">A path leads out.</exception>
    public void RequireInputs(SweepSpec spec)
    {
        Require(SpecPaths.Full(spec, spec.Model.Path), "model.path");
        if (spec.Model.Tokenizer is { } tokenizer)
        {
            Require(SpecPaths.Full(spec, tokenizer), "model.tokenizer");
        }

        foreach (var behaviour in spec.Behaviours)
        {
            Require(SpecPaths.Full(spec, Fixed(behaviour.Path)), "behaviours");
        }

        foreach (var path in spec.Corpus?.Paths ?? [])
        {
            Require(SpecPaths.Full(spec, Fixed(path)), "corpus.paths");
        }

        foreach (var sae in spec.Saes)
        {
            Require(SpecPaths.Full(spec, sae.Path), "saes");
        }
    }

    /// <summary>Refuses files that patterns and folders led to by links.</summary>
    /// <exception cref="InputException">A file leads out.</exception>
    public void RequireFound(SweepSpec spec)
    {
        foreach (var behaviour in SpecPaths.Behaviours(spec))
        {
            Require(behaviour.Path, "behaviours");
        }

        foreach (var path in SpecPaths.Corpus(spec))
        {
            Require(path, "corpus.paths");
        }

        foreach (var sae in SpecPaths.Saes(spec))
        {
            Require(sae.Path, "saes");
        }

        var model = SpecPaths.Full(spec, spec.Model.Path);
        foreach (var file in Directory.Exists(model) ? Directory.GetFiles(model) : [])
        {
            Require(file, "model.path");
        }
    }

    // The part of a pattern before its first wildcard: the folder where the search starts.
    private static string Fixed(string path)
    {
        var wild = path.IndexOfAny(['*', '?']);
        return wild < 0 ? path : path[..Math.Max(0, path[..wild].LastIndexOf('/'))] is { Length: > 0 } start ? start : path.StartsWith('/') ? "/" : ".";
    }

    // Resolves the links of every part that exists; what does not exist yet cannot be a link.
    private static string Real(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (info.LinkTarget is not null)
            {
                real = Real((info.ResolveLinkTarget(returnFinalTarget: true) ?? info).FullName);
            }
        }

        return real;
    }
}

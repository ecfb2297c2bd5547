using SteerScope.Sweeps.Specs;

namespace SteerScope.Silo.Sweeps;

/// <summary>The folder that a member lets sweeps read and write. Links are followed before a path is judged.</summary>
/// <param name="folder">The folder; <c>/</c> allows everything.</param>
internal sealed class StoreRoot(string folder)
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private readonly string _root = Real(Path.GetFullPath(folder));

    /// <summary>Refuses a path that leads out.</summary>
    /// <param name="path">The path, absolute.</param>
    /// <param name="field">What named it.</param>
    /// <exception cref="InputException">It leads out, or is not absolute.</exception>
    public void Require(string path, string field)
    {
        if (!Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InputException($"{field} is '{path}'; it should be an absolute path on the cluster's machines.");
        }

        // Before a '..' the two differ where there is a link; whoever opens the path may do either.
        if (!Contains(Real(path)) || !Contains(Real(Path.GetFullPath(path))))
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
            Require(SpecPaths.Full(spec, Fixed(behaviour.Path, "behaviours")), "behaviours");
        }

        foreach (var path in spec.Corpus?.Paths ?? [])
        {
            Require(SpecPaths.Full(spec, Fixed(path, "corpus.paths")), "corpus.paths");
        }

        foreach (var sae in spec.Saes)
        {
            Require(SpecPaths.Full(spec, sae.Path), "saes");
            if (sae.Pattern is { } pattern && (pattern.StartsWith('/') || Parts(pattern).Contains("..")))
            {
                throw new InputException($"saes has the pattern '{pattern}'; it should stay below its path, without '..'.");
            }
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
            RequireContent(sae.Path, "saes");
        }

        RequireContent(SpecPaths.Full(spec, spec.Model.Path), "model.path");
    }

    private void RequireContent(string path, string field)
    {
        Require(path, field);
        foreach (var file in Directory.Exists(path) ? Directory.GetFileSystemEntries(path) : [])
        {
            Require(file, field);
        }
    }

    private bool Contains(string real) =>
        real == _root || real.StartsWith(_root == "/" ? _root : _root + "/", StringComparison.Ordinal);

    // The part of a pattern before its first wildcard: the folder where the search starts.
    private static string Fixed(string path, string field)
    {
        var wild = path.IndexOfAny(['*', '?']);
        if (wild < 0)
        {
            return path;
        }

        // A search that turns back would tell which files there are outside.
        if (Parts(path[wild..]).Contains(".."))
        {
            throw new InputException($"{field} is '{path}'; it should have no '..' after a wildcard.");
        }

        return path[..Math.Max(0, path[..wild].LastIndexOf('/'))] is { Length: > 0 } start ? start : path.StartsWith('/') ? "/" : ".";
    }

    // As the system resolves it, link by link; what does not exist yet cannot be a link, but a link may lead to it.
    private static string Real(string path)
    {
        var real = "/";
        var links = 0;
        var rest = new Stack<string>(Parts(path).Reverse());
        while (rest.TryPop(out var part))
        {
            if (part == ".")
            {
                continue;
            }

            var next = part == ".." ? Path.GetDirectoryName(real) ?? "/" : Path.Combine(real, part);
            if (part == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new InputException($"'{path}' leads through more than {MostLinks} links; they should not go round in a circle.");
            }

            real = target.StartsWith('/') ? "/" : real;
            foreach (var step in Parts(target).Reverse())
            {
                rest.Push(step);
            }
        }

        return real;
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}

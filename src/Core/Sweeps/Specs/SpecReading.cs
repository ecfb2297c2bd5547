using YamlDotNet.RepresentationModel;

namespace SteerScope.Sweeps.Specs;

/// <summary>What is gathered while a spec is read: its mistakes, and the line of every field.</summary>
internal sealed class SpecReading
{
    private readonly List<SpecProblem> problems = [];
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    /// <summary>The mistakes by line; those of one line in the order in which they were found.</summary>
    public IReadOnlyList<SpecProblem> Problems => [.. problems.OrderBy(problem => problem.Line)];

    /// <summary>Whether a field is given and right so far: checks across fields are made only then.</summary>
    public bool IsSound(string path) => problems.TrueForAll(problem => problem.Path != path && !problem.Path.StartsWith(path + ".", StringComparison.Ordinal) && !problem.Path.StartsWith(path + "[", StringComparison.Ordinal));

    /// <summary>Remembers where a field stands.</summary>
    public void Locate(string path, YamlNode node) => lines[path] = Line(node);

    /// <summary>Adds a mistake at a node.</summary>
    public void Add(YamlNode node, string path, string message) => problems.Add(new SpecProblem(Line(node), path, message));

    /// <summary>Adds a mistake at a field that was read before, or at the nearest part above it that was given.</summary>
    public void Add(string path, string message)
    {
        var at = path;
        while (at.Length > 0 && !lines.ContainsKey(at))
        {
            at = at[..Math.Max(0, at.LastIndexOfAny(['.', '[']))];
        }

        problems.Add(new SpecProblem(at.Length == 0 ? 1 : lines[at], path, message));
    }

    private static int Line(YamlNode node) => (int)Math.Max(1, node.Start.Line);
}

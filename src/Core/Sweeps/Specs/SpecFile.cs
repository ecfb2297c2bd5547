using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SteerScope.Prompts;

namespace SteerScope.Sweeps.Specs;

/// <summary>Reads and writes specs.</summary>
public static class SpecFile
{
    private const int ShownProblems = 50;

    /// <summary>Reads and checks a spec.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="checkFiles">Whether the files that it names must exist.</param>
    /// <exception cref="InputException">It is wrong; the message lists every mistake with its line.</exception>
    public static SweepSpec Load(string path, bool checkFiles = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new InputException($"{path}: there is no such file; a spec is a YAML file.");
        }

        if (new FileInfo(path).Length > 4L * YamlSource.MaxLength)
        {
            throw new InputException($"{path}: is too large for a spec, which has at most {YamlSource.MaxLength} characters.");
        }

        return Parse(TextLines.ReadWhole(path), path, checkFiles);
    }

    /// <summary>Reads and checks the text of a spec that is, or would be, at <paramref name="path"/>.</summary>
    /// <exception cref="InputException">It is wrong; the message lists every mistake with its line.</exception>
    public static SweepSpec Parse(string text, string path, bool checkFiles = true)
    {
        var problems = Check(text, path, checkFiles, out var spec);
        if (problems.Count == 0)
        {
            return spec;
        }

        var list = string.Concat(problems.Take(ShownProblems).Select(problem => $"\n  {problem}"));
        var more = problems.Count > ShownProblems ? $"\n  and {problems.Count - ShownProblems} more" : "";
        throw new InputException($"{path}: the spec has {(problems.Count == 1 ? "a mistake" : $"{problems.Count} mistakes")}:{list}{more}");
    }

    /// <summary>All mistakes of a spec's text, in the order of its lines; none means that <paramref name="spec"/> is whole.</summary>
    public static IReadOnlyList<SpecProblem> Check(string text, string path, bool checkFiles, out SweepSpec spec)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var defaultName = DefaultName(path);
        spec = new SweepSpec();
        var root = YamlSource.Read(text, out var broken);
        if (root is null)
        {
            return [broken!];
        }

        var reading = new SpecReading();
        SpecFields.Sweep.TryRead(root, "", reading, out spec);
        spec = spec with { Folder = Path.GetDirectoryName(Path.GetFullPath(path))!, Name = spec.Name.Length > 0 ? spec.Name : defaultName };
        spec = spec with { Out = spec.Out.Length > 0 ? spec.Out : $"runs/{spec.Name}" };
        SpecChecks.Fields(spec, reading);
        if (checkFiles)
        {
            SpecChecks.Files(spec, reading);
        }

        return reading.Problems;
    }

    /// <summary>The spec as canonical JSON: every field with its value, defaults filled in, keys sorted. It is YAML as well.</summary>
    public static string ToJson(SweepSpec spec) => CanonicalJson.Write(SpecFields.Sweep.Write(spec));

    /// <summary>One section (<c>prompts</c>, <c>corpus</c>, ...) as canonical JSON, for the digests of what depends on it alone.</summary>
    /// <exception cref="ArgumentException">There is no such section.</exception>
    public static string SectionJson(SweepSpec spec, string section)
    {
        var all = (JsonObject)SpecFields.Sweep.Write(spec)!;
        return all.TryGetPropertyValue(section, out var value) ? CanonicalJson.Write(value) : throw new ArgumentException($"There is no section {section}.", nameof(section));
    }

    /// <summary>The spec as YAML with every default filled in, for people.</summary>
    public static string ToYaml(SweepSpec spec) => YamlWriter.Write((JsonObject)SpecFields.Sweep.Write(spec)!);

    /// <summary>SHA-256 of <see cref="ToJson"/>, in lower-case hexadecimal.</summary>
    public static string Digest(SweepSpec spec) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson(spec))));

    private static string DefaultName(string path)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(path).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')).TrimStart('.', '_', '-');
        return name.Length == 0 ? "sweep" : name[..Math.Min(name.Length, 100)];
    }
}

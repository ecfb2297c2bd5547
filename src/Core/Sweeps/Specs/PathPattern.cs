using System.IO.Enumeration;

namespace SteerScope.Sweeps.Specs;

/// <summary>Paths with <c>*</c> and <c>?</c> in any of their parts.</summary>
internal static class PathPattern
{
    /// <summary>Whether a path has wildcards.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>All files and folders that a path below a folder names, in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var full = Path.GetFullPath(pattern, folder);
        var root = Path.GetPathRoot(full)!;
        List<string> found = [root];
        foreach (var part in full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            found = IsPattern(part)
                ? [.. found.Where(Directory.Exists).SelectMany(Entries).Where(path => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(path), ignoreCase: false))]
                : [.. found.Select(path => Path.Combine(path, part)).Where(Path.Exists)];
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: could not be listed ({error.Message}).", error);
        }
    }
}

namespace SteerScope.Silo.Addresses;

/// <summary>Reads cluster addresses.</summary>
public static class ClusterAddress
{
    /// <summary>Name of a cluster that was given none.</summary>
    public const string DefaultName = "steerscope";

    private const string Forms = "localhost, localhost:NAME, file:///shared/folder or postgres://user@host/database";

    /// <summary>Reads an address.</summary>
    /// <param name="text"><c>localhost[:NAME]</c>, <c>file:///path[?cluster=NAME]</c>, <c>postgres://user:password@host[:port]/database[?cluster=NAME&amp;sslmode=...]</c>.</param>
    /// <param name="option">What to call it in errors.</param>
    /// <exception cref="InputException">It is none of these.</exception>
    public static IClusterAddress Parse(string text, string option = "--cluster")
    {
        ArgumentNullException.ThrowIfNull(text);
        var scheme = text.Split("://", 2) is [var before, _] ? before : null;
        return scheme switch
        {
            null when text == "localhost" || text.StartsWith("localhost:", StringComparison.Ordinal) => LocalhostAddress.Parse(text, option),
            "file" => FileAddress.Parse(text, option),
            "postgres" or "postgresql" => PostgresAddress.Parse(text, option),
            // The text may hold a password, so that no more of it than the scheme is repeated.
            null => throw new InputException($"{option} is no cluster address; it should be {Forms}."),
            _ => throw new InputException($"{option} {scheme}://... is no cluster address; it should be {Forms}."),
        };
    }

    /// <summary>Checks a cluster's name, which becomes part of paths.</summary>
    internal static string Name(string name, string option) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] != '.'
            ? name
            : throw new InputException($"{option}: '{name}' cannot name a cluster; a name is up to 64 letters, digits, '-', '_' and '.', and does not start with '.'.");

    /// <summary>The query of a URI, percent-decoded; the last of equal names counts.</summary>
    internal static Dictionary<string, string> Query(Uri uri)
    {
        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Uri.UnescapeDataString(parts[0])] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return query;
    }
}

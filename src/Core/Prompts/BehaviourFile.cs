namespace SteerScope.Prompts;

/// <summary>
/// Reads behaviours. The ending says the format: <c>.jsonl</c> (Anthropic evals, plain text, token ids), <c>.json</c>
/// (an array of the same objects, as CAA keeps them), <c>.csv</c> (RFC 4180 with a header).
/// </summary>
public static class BehaviourFile
{
    /// <summary>The endings that <see cref="Load"/> reads.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".jsonl", ".json", ".csv"];

    /// <summary>Reads a behaviour file into memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The behaviour's name; the file's name without its ending when null.</param>
    /// <exception cref="InputException">The file is missing, empty, of another format, or a row lacks a field.</exception>
    public static BehaviourDataset Load(string path, string? name = null)
    {
        var pairs = new List<ContrastivePair>();
        var leftOut = new List<LeftOutPair>();
        Read(path, pairs.Add, leftOut.Add);
        return new BehaviourDataset(name ?? Path.GetFileNameWithoutExtension(path), path, pairs, leftOut);
    }

    /// <summary>Reads a behaviour file row by row, in order; what is read of it is in use only if it does not throw.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">Takes each usable row.</param>
    /// <param name="leave">Takes each of the others.</param>
    /// <exception cref="InputException">The file is missing, empty, of another format, or a row lacks a field.</exception>
    internal static void Read(string path, Action<ContrastivePair> use, Action<LeftOutPair> leave)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new InputException($"{path}: there is no such file; a behaviour is a .jsonl, .json or .csv file of contrastive pairs.");
        }

        var rows = new PairRowReader(path, use, leave);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".jsonl":
                JsonRows.ReadLines(path, rows.Add);
                break;
            case ".json":
                JsonRows.ReadArray(path, rows.Add);
                break;
            case ".csv":
                CsvRows.Read(path, rows.Add);
                break;
            default:
                throw new InputException($"{path}: the ending of a behaviour file must be {string.Join(", ", Endings)}.");
        }

        if (rows.Count == 0)
        {
            throw new InputException($"{path}: holds no rows; it should hold at least one contrastive pair.");
        }
    }
}

namespace SteerScope.Prompts;

/// <summary>A behaviour as token ids.</summary>
public sealed class TokenizedBehaviour
{
    internal TokenizedBehaviour(string name, string source, TokenizedPairs pairs, IReadOnlyList<LeftOutPair> leftOut)
    {
        Name = name;
        Source = source;
        Pairs = pairs;
        LeftOut = leftOut;
    }

    /// <summary>The behaviour's name.</summary>
    public string Name { get; }

    /// <summary>The file it came from.</summary>
    public string Source { get; }

    /// <summary>All rows of the file, used or not.</summary>
    public int RowCount => Pairs.Count + LeftOut.Count;

    /// <summary>The usable pairs, in the order of the file.</summary>
    public TokenizedPairs Pairs { get; }

    /// <summary>The rows that are not used, in the order of the file; the first of each reason says what was found.</summary>
    public IReadOnlyList<LeftOutPair> LeftOut { get; }

    /// <summary>How many rows are left out for each reason that occurs, in the order of the reasons.</summary>
    public IReadOnlyList<(LeftOutReason Reason, int Count)> LeftOutCounts() =>
        [.. LeftOut.GroupBy(row => row.Reason).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];
}

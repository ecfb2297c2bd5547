namespace SteerScope.Reports;

/// <summary>What a careful reader must know before believing a number.</summary>
public sealed record ReportWarnings
{
    /// <summary>Letter balance of every behaviour; only the unbalanced ones are warned of.</summary>
    public IReadOnlyList<LetterBalance> Letters { get; init; } = [];

    /// <summary>Pairs that were left out.</summary>
    public IReadOnlyList<OmittedPairs> Omitted { get; init; } = [];

    /// <summary>Work items that failed.</summary>
    public IReadOnlyList<FailedItem> Failed { get; init; } = [];

    /// <summary>Anything else, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The behaviours to warn of.</summary>
    public IEnumerable<LetterBalance> Unbalanced => Letters.Where(entry => entry.IsUnbalanced);

    /// <summary>Whether there is nothing to say.</summary>
    public bool IsEmpty => !Unbalanced.Any() && Omitted.Count == 0 && Failed.Count == 0 && Notes.Count == 0;
}

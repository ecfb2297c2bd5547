namespace SteerScope.Prompts;

/// <summary>A behaviour: a named set of contrastive pairs, as read from one file, in memory.</summary>
public sealed class BehaviourDataset
{
    internal BehaviourDataset(string name, string source, IReadOnlyList<ContrastivePair> pairs, IReadOnlyList<LeftOutPair> leftOut)
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

    /// <summary>The pairs, in the order of the file.</summary>
    public IReadOnlyList<ContrastivePair> Pairs { get; }

    /// <summary>Rows that hold no usable pair, in the order of the file.</summary>
    public IReadOnlyList<LeftOutPair> LeftOut { get; }

    /// <summary>All rows of the file, used or not: what published splits shuffle and take percentages of.</summary>
    public int RowCount => Pairs.Count + LeftOut.Count;
}

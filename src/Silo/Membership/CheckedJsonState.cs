namespace SteerScope.Silo.Membership;

/// <summary>What was found where a <see cref="CheckedJson"/> file should be.</summary>
internal enum CheckedJsonState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>The file.</summary>
    Whole,

    /// <summary>The file is missing or damaged, and its copy is whole.</summary>
    Copy,

    /// <summary>Something, of which nothing is whole.</summary>
    Damaged,
}

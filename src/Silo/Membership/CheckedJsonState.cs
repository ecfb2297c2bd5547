namespace SteerScope.Silo.Membership;

/// <summary>What was found where a <see cref="CheckedJson"/> file should be.</summary>
internal enum CheckedJsonState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>The file.</summary>
    Whole,

    /// <summary>The file is missing or damaged, and the version before it is whole.</summary>
    Previous,

    /// <summary>Something, of which no version is whole.</summary>
    Damaged,
}

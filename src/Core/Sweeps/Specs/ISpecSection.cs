namespace SteerScope.Sweeps.Specs;

/// <summary>A section, seen by the documentation.</summary>
internal interface ISpecSection : ISpecSectionKind
{
    /// <summary>What it is for.</summary>
    string Doc { get; }

    /// <summary>Its fields with the defaults as canonical JSON, in the order of declaration.</summary>
    IEnumerable<(SpecField Field, string Default)> Described();
}

/// <summary>A kind that is a section, or holds sections.</summary>
internal interface ISpecSectionKind
{
    /// <summary>The section; null for kinds that hold other things.</summary>
    ISpecSection? Section { get; }
}

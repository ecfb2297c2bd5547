namespace SteerScope.Sweeps.Specs;

/// <summary>One behaviour, or several by a pattern.</summary>
public sealed record BehaviourSpec
{
    /// <summary>Its name; null for the file's.</summary>
    public string? Name { get; init; }

    /// <summary>The file or a pattern with <c>*</c> and <c>?</c>, as written.</summary>
    public string Path { get; init; } = "";
}

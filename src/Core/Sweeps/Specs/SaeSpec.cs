namespace SteerScope.Sweeps.Specs;

/// <summary>An SAE, or one for each of several layers.</summary>
public sealed record SaeSpec
{
    /// <summary>Its name; null for the last part of the path.</summary>
    public string? Name { get; init; }

    /// <summary>The file or folder, as written.</summary>
    public string Path { get; init; } = "";

    /// <summary>Where below the path the SAE of each layer is, with <c>{layer}</c>; null where the path is one SAE.</summary>
    public string? Pattern { get; init; }

    /// <summary>The layers to take.</summary>
    public LayerSelection Layers { get; init; } = LayerSelection.All;

    /// <summary>The name that tables give it.</summary>
    public string ResolvedName => Name ?? System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));
}

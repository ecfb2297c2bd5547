namespace SteerScope.Artifacts;

/// <summary>
/// What an artifact is: its stage, a name that people can read, and the digest of everything that its content depends on
/// (parameters, input files, the keys of the artifacts that it is made from). Two runs that ask for the same thing ask for
/// the same key; whatever changes the content changes the key.
/// </summary>
/// <param name="Stage">Folder under <c>artifacts/</c>.</param>
/// <param name="Name">Readable part of the file name; letters, digits, '.', '_', '-' and '='.</param>
/// <param name="Digest">SHA-256 of the recipe, lower-case hexadecimal.</param>
public sealed record ArtifactKey(string Stage, string Name, string Digest)
{
    /// <summary>Path of the committed file, relative to the store's root.</summary>
    public string RelativePath => Path.Combine(Stage, $"{Name}-{Digest[..16]}.safetensors");

    /// <inheritdoc/>
    public override string ToString() => $"{Stage}/{Name}-{Digest[..16]}";
}

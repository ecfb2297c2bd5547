namespace SteerScope.Sweeps.Preparation;

/// <summary>An SAE of one layer.</summary>
/// <param name="Name">Name that tables give it.</param>
/// <param name="Layer">The layer whose resid_post it decomposes.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="Digest">Digest of its files.</param>
/// <param name="Features">Number of features.</param>
/// <param name="Architecture">Kind of SAE, e.g. <c>jump_relu</c>.</param>
public sealed record PreparedSae(string Name, int Layer, string Path, string Digest, int Features, string Architecture);

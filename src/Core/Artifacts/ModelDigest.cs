using SteerScope.Models;

namespace SteerScope.Artifacts;

/// <summary>The identity of a model: its configuration and its weights.</summary>
public static class ModelDigest
{
    /// <summary>SHA-256 over the digests of config.json and of every file of weights.</summary>
    public static string Of(Checkpoint checkpoint, FileDigests digests)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(digests);
        using var recipe = new Recipe("model");
        recipe.Text("config", digests.Of(Path.Combine(checkpoint.Folder, "config.json")));
        foreach (var file in checkpoint.WeightFiles)
        {
            recipe.Text(Path.GetFileName(file), digests.Of(file));
        }

        return recipe.Digest();
    }
}

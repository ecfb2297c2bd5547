using SteerScope.Artifacts;
using SteerScope.Fuzz.Mutators;

namespace SteerScope.Fuzz.Targets;

/// <summary>A committed artifact that was damaged since: nothing but what was committed may be read.</summary>
internal sealed class ArtifactTarget : IFuzzTarget
{
    private static readonly ArtifactKey Key = new("vector", "demo-layer=1", new string('a', 64));
    private static readonly ArtifactContent Content = new ArtifactContent()
        .Add("vector", new float[] { 1, 2, 3, 4 }, 2, 2)
        .Add("sums", new double[] { 0.5, 0.25 })
        .Add("ids", new int[] { 3, 1 })
        .Add("counts", new long[] { 9 })
        .Add("method", "mean_difference");

    private static readonly string Digest = Content.Digest();

    /// <inheritdoc/>
    public string Name => "artifact";

    /// <inheritdoc/>
    public MemoryBound Memory => new(1 << 20, 100);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } = [new("artifact", Path.Combine("artifacts", Key.RelativePath), Committed())];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new SafetensorsMutator(), new SafetensorsMutator()];

    /// <inheritdoc/>
    public bool IsRefusal(Exception exception) => exception is ArtifactException;

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var artifact = new ArtifactStore(folder).Read(Key);
        if (artifact.Digest != Digest || artifact.Floats("vector").Length != 4 || artifact.Texts["method"] != "mean_difference")
        {
            throw new ImplausibleException("Another content than the committed one was read.");
        }
    }

    private static byte[] Committed()
    {
        var folder = Directory.CreateTempSubdirectory("steerscope-fuzz-").FullName;
        try
        {
            var store = new ArtifactStore(folder);
            store.Commit(Key, 1, Content);
            return File.ReadAllBytes(store.PathOf(Key));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

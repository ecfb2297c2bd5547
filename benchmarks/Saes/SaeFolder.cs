using System.Runtime.InteropServices;
using SteerScope.Files;

namespace SteerScope.SaeBenchmark;

/// <summary>SAEs of random weights in Gemma Scope's form, one per layer.</summary>
internal sealed partial class SaeFolder : IDisposable
{
    private const int DontNeed = 4;

    private readonly string folder;

    /// <summary>Writes them.</summary>
    public SaeFolder(string folder, int inputs, int features, int layers)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        Paths = [.. Enumerable.Range(0, layers).Select(layer => Path.Combine(folder, $"{features}-{layer}.npz"))];
        for (var layer = 0; layer < layers; layer++)
        {
            var random = new Random(layer);
            new NpzWriter()
                .Add("W_enc", Uniform(random, (long)inputs * features, 0.02f), inputs, features)
                .Add("W_dec", Uniform(random, (long)inputs * features, 0.02f), features, inputs)
                .Add("b_enc", Uniform(random, features, 0.1f), features)
                .Add("b_dec", Uniform(random, inputs, 0.1f), inputs)
                // About one in a hundred pre-activations is above: as active as Gemma Scope's SAEs are.
                .Add("threshold", [.. Enumerable.Repeat(0.75f, features)], features)
                .Write(Paths[layer]);
        }
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Asks the system to forget a file that nobody has mapped, so that it has to be read from the disk again.</summary>
    public static void Forget(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        _ = Advise((int)file.SafeFileHandle.DangerousGetHandle(), 0, 0, DontNeed);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Uniform in -scale ... scale.</summary>
    public static float[] Uniform(Random random, long count, float scale)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
        {
            value = ((2 * random.NextSingle()) - 1) * scale;
        }

        return values;
    }

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(int file, long offset, long length, int advice);
}

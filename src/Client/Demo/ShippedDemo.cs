namespace SteerScope.Client.Demo;

/// <summary>
/// What the demo runs on and ships with the program: a small trained model, an SAE for each of its layers, questions, text, and the
/// spec. <c>demo/README.md</c> says how they were made.
/// </summary>
internal static class ShippedDemo
{
    /// <summary>Name of the spec in the folder.</summary>
    public const string SpecFileName = "spec.yaml";

    private static string Source => Path.Combine(AppContext.BaseDirectory, "demo");

    /// <summary>Copies all of it below a folder. Files that are there and the same stay as they are.</summary>
    /// <exception cref="InputException">The program was built or moved without them, or the folder cannot be written.</exception>
    public static void Write(string folder)
    {
        if (!File.Exists(Path.Combine(Source, SpecFileName)))
        {
            throw new InputException($"{Source}: the demo's files are not there; the program should be built with demo/ of its sources, or moved with the folder, or asked for demo --planted.");
        }

        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Source, file));
            try
            {
                if (!IsSame(file, target))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    File.Copy(file, target, overwrite: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"{target} cannot be written: {e.Message.TrimEnd('.')}; --out should name a folder that can be.", e);
            }
        }
    }

    // A sweep that was run before goes on, and does not read what it knows again.
    private static bool IsSame(string file, string target) =>
        File.Exists(target) && new FileInfo(target).Length == new FileInfo(file).Length && File.ReadAllBytes(target).AsSpan().SequenceEqual(File.ReadAllBytes(file));
}

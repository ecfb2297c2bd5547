using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>What readers of a folder with weights and a configuration share.</summary>
internal static class SaePath
{
    /// <summary>The folder: the path itself, or the one that the file is in.</summary>
    public static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? string.Empty;

    /// <summary>Whether a path is, or names one of the two files of, a folder with these weights.</summary>
    public static bool Recognises(string path, string weights) => File.Exists(Path.Combine(FolderOf(path), weights)) &&
        (Directory.Exists(path) || Path.GetFileName(path) == weights || Path.GetFileName(path) == SaeConfig.FileName);

    /// <summary>Weights and configuration of a folder.</summary>
    public static IReadOnlyList<string> FilesOf(string path, string weights) =>
        [.. new[] { SaeConfig.FileName, weights }.Select(name => Path.Combine(FolderOf(path), name)).Where(File.Exists)];

    /// <summary>What a safetensors file holds.</summary>
    public static IReadOnlyList<SaeTensorFact> Tensors(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return [.. file.Entries.Select(entry => new SaeTensorFact(entry.Name, entry.Type, entry.Shape))];
    }
}

using SteerScope.Files;

namespace SteerScope.Client.Commands;

/// <summary>Writes result files so that they appear whole or not at all.</summary>
internal static class OutputFile
{
    public static void Write(string path, SafetensorsWriter writer)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var staged = path + ".inprogress";
        try
        {
            writer.Write(staged);
            File.Move(staged, path, overwrite: true);
        }
        catch
        {
            File.Delete(staged);
            throw;
        }
    }
}

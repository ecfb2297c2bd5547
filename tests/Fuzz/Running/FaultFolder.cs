namespace SteerScope.Fuzz.Running;

/// <summary>Where faults are kept: the file, a smaller one, and what happened.</summary>
public static class FaultFolder
{
    /// <summary>Writes a fault into a folder of its own.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string root, FuzzFault fault, long count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var folder = Path.Combine(root, $"{fault.Target}-{fault.Kind}-{fault.Input.Number}");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "input"), fault.Input.Content);
        if (fault.Minimal is not null)
        {
            File.WriteAllBytes(Path.Combine(folder, "minimal"), fault.Minimal);
        }

        File.WriteAllText(
            Path.Combine(folder, "fault.txt"),
            $"{fault.Signature}\n{count} times\nin place of {fault.Input.Seed.FileName} of the seed {fault.Input.Seed.Name}\n{fault.Command(seed)}\n\n{fault.Detail}\n");
        return folder;
    }
}

using System.CommandLine;

namespace SteerScope.Client.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> Device() => new("--device")
    {
        Description = "cpu, torch-cpu or cuda:N (default: cpu)",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<int> Threads() => new("--threads")
    {
        Description = "cores that one operation may use (default: all)",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static Option<bool> Json() => new("--json") { Description = "one JSON object a line instead of text" };

    public static Option<string> OutFile(string description) => new("--out") { Description = description, HelpName = "FILE.safetensors", Required = true };
}

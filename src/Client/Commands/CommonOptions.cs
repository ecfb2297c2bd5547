using System.CommandLine;
using SteerScope.Client.Composition;
using SteerScope.Devices;

namespace SteerScope.Client.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> Device() => new("--device")
    {
        Description = "cpu, torch-cpu or cuda:N",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    public static Option<int?> Threads() => new("--threads") { Description = "cores that one operation may use (default: all)", HelpName = "N" };

    public static Option<bool> Json() => new("--json") { Description = "one JSON object a line instead of text" };

    public static Option<string> OutFile(string description) => new("--out") { Description = description, HelpName = "FILE.safetensors", Required = true };

    /// <summary>Opens the device that the options name.</summary>
    /// <exception cref="InputException">There is no such device, or no such number of threads.</exception>
    public static IComputeDevice Open(ParseResult parse, Option<string> device, Option<int?> threads) =>
        Providers.Open(parse.GetRequiredValue(device), Cores(parse, threads));

    /// <summary>Cores that one operation may use.</summary>
    /// <exception cref="InputException">There is no such number of threads.</exception>
    public static int Cores(ParseResult parse, Option<int?> threads) =>
        parse.GetValue(threads) is < 1 ? throw new InputException("--threads should be at least 1.") : parse.GetValue(threads) ?? Environment.ProcessorCount;
}

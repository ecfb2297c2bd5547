using System.CommandLine;
using SteerScope.Measuring;
using SteerScope.SaeBenchmark;

var folder = new Option<string>("--folder") { DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), $"steerscope-saes-{Environment.ProcessId}"), Description = "Where SAEs of random weights go, up to 1.8 GB; deleted at the end." };
return BenchmarkCommand.Run(
    "Saes",
    "Measures the decomposition of vectors by SAEs of Gemma Scope's shape beside PyTorch and the machine's copy bandwidth.",
    args,
    (command, result) => SaeBenchmark.Run(command, result.GetValue(folder)!),
    folder);

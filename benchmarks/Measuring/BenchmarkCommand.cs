using System.CommandLine;

namespace SteerScope.Measuring;

/// <summary>The options that every benchmark has.</summary>
/// <param name="Quick">Fewer shapes and rounds: under about 30 seconds.</param>
/// <param name="Threads">Threads of an operation that are measured.</param>
/// <param name="Only">Only what has this in its name; empty for everything.</param>
/// <param name="Python">Interpreter with PyTorch.</param>
/// <param name="Blas">BLAS library that PyTorch is given in place of its own, or null.</param>
/// <param name="Log">Where ratios go.</param>
public sealed record BenchmarkCommand(bool Quick, IReadOnlyList<int> Threads, string Only, string Python, string? Blas, RatioLog Log)
{
    /// <summary>Rounds of turns.</summary>
    public int Rounds => Quick ? 7 : 15;

    /// <summary>Seconds that one turn takes at least.</summary>
    public double SecondsPerTurn => Quick ? 0.01 : 0.05;

    /// <summary>One thread is compared by processor time, several by the wall.</summary>
    public static Clock ClockOf(int threads) => threads == 1 ? Clock.Cpu : Clock.Wall;

    /// <summary>Whether something with this name is wanted.</summary>
    public bool Wants(string name) => name.Contains(Only, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the command line and runs.</summary>
    /// <param name="name">Name of the benchmark in the ratios.</param>
    /// <param name="description">One sentence for --help.</param>
    /// <param name="args">The command line.</param>
    /// <param name="run">The benchmark.</param>
    /// <param name="extra">Options of this benchmark alone; <paramref name="run"/> finds them in the parse result.</param>
    /// <returns>Exit code: 2 where an option or this machine is wrong, which one sentence says.</returns>
    public static int Run(string name, string description, string[] args, Action<BenchmarkCommand, ParseResult> run, params IReadOnlyList<Option> extra)
    {
        var quick = new Option<bool>("--quick") { Description = "Fewer shapes and rounds: under about 30 seconds." };
        var json = new Option<string?>("--json") { Description = "Write the ratios to this file, one JSON object a line." };
        var threads = new Option<int[]>("--threads") { AllowMultipleArgumentsPerToken = true, Description = "Threads of an operation (default 1 2; with --quick 1)." };
        var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "Only what has this in its name." };
        var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3", Description = "Python with PyTorch." };
        var blas = new Option<string?>("--blas") { Description = "BLAS library that PyTorch is given in place of its own (LD_PRELOAD)." };
        var root = new RootCommand(description) { quick, json, threads, only, python, blas };
        foreach (var option in extra)
        {
            root.Options.Add(option);
        }

        root.SetAction(result =>
        {
            using var log = new RatioLog(name, result.GetValue(json));
            Console.WriteLine(MachineDescription.Line);
            var command = new BenchmarkCommand(result.GetValue(quick), result.GetValue(threads) is { Length: > 0 } asked ? asked : result.GetValue(quick) ? [1] : [1, 2], result.GetValue(only)!, result.GetValue(python)!, result.GetValue(blas), log);
            try
            {
                run(command, result);
                return 0;
            }
            catch (InputException exception)
            {
                Console.Error.WriteLine(exception.Message);
                return 2;
            }
        });
        return root.Parse(args).Invoke();
    }
}

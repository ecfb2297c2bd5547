using System.CommandLine;
using SteerScope.Fuzz.Running;
using SteerScope.Fuzz.Targets;

namespace SteerScope.Fuzz;

/// <summary>The command line: which targets, for how long.</summary>
public static class FuzzCommand
{
    /// <summary>Runs it.</summary>
    /// <returns>0 when there was no fault, 1 when there was one, 2 for wrong options.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var target = new Option<string[]>("--target") { Description = $"What to try, once or several times: {string.Join(", ", FuzzTargets.All.Select(t => t.Name))}. Default: all.", AllowMultipleArgumentsPerToken = true };
        target.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(t => t.Name)]);
        var seconds = new Option<double>("--seconds") { Description = "How long in all, shared among the targets. Default: 60.", DefaultValueFactory = _ => 60 };
        var count = new Option<long?>("--count") { Description = "How many inputs for each target, in place of --seconds." };
        var seed = new Option<ulong>("--seed") { Description = "What the inputs are made of. Default: 1.", DefaultValueFactory = _ => 1 };
        var first = new Option<long>("--first") { Description = "The number of the first input. Default: 0." };
        var only = new Option<long?>("--only") { Description = "Runs the input of this number alone and shows what comes of it." };
        var workers = new Option<int>("--workers") { Description = "Threads. Default: one per core.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var hang = new Option<double>("--hang-seconds") { Description = "After how long an input counts as a hang. Default: 5.", DefaultValueFactory = _ => 5 };
        var output = new Option<string>("--out") { Description = "Where faults are kept. Default: artifacts/fuzz.", DefaultValueFactory = _ => Path.Combine("artifacts", "fuzz") };
        var root = new RootCommand("Tries SteerScope's readers with broken files (docs/fuzzing.md).") { target, seconds, count, seed, first, only, workers, hang, output };
        root.SetAction(parsed =>
        {
            var asked = parsed.GetValue(target) ?? [];
            IFuzzTarget[] targets = [.. FuzzTargets.All.Where(t => asked.Length == 0 || asked.Contains(t.Name))];
            var number = parsed.GetValue(only);
            var options = new FuzzOptions
            {
                Seed = parsed.GetValue(seed),
                First = number ?? parsed.GetValue(first),
                Count = number is null ? parsed.GetValue(count) : 1,
                Duration = number is null && parsed.GetValue(count) is null ? TimeSpan.FromSeconds(parsed.GetValue(seconds) / targets.Length) : null,
                Workers = number is null ? parsed.GetValue(workers) : 1,
                HangLimit = TimeSpan.FromSeconds(parsed.GetValue(hang)),
                Minimise = number is null,
            };
            return new FuzzSession(Console.Out, Path.GetFullPath(parsed.GetValue(output)!)).RunAsync(targets, options);
        });
        var result = root.Parse(arguments);
        return result.Errors.Count > 0 ? WrongAsync(result) : result.InvokeAsync();
    }

    private static async Task<int> WrongAsync(ParseResult result)
    {
        await result.InvokeAsync().ConfigureAwait(false);
        return 2;
    }
}

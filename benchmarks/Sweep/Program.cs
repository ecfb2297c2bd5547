using System.CommandLine;
using SteerScope.Measuring;
using SteerScope.SweepBenchmark.Capture;
using SteerScope.SweepBenchmark.Growth;
using SteerScope.SweepBenchmark.Steering;

var examples = new Option<int?>("--examples") { Description = "Examples of the steering sweep; 6 by default, 2 with --quick." };
var model = new Option<string?>("--model") { Description = "Steer and capture this Llama (a folder) in place of a random one." };
return BenchmarkCommand.Run(
    "Sweep",
    "The steering sweep and the capture against plain ways of doing them; growth with prompts and tokens; start-up.",
    args,
    (command, parsed) =>
    {
        if (command.Wants("steering"))
        {
            SteeringBenchmark.Run(command, parsed.GetValue(model), parsed.GetValue(examples) ?? (command.Quick ? 2 : 6));
        }

        if (command.Wants("peak"))
        {
            PeakShare.Run(command);
        }

        if (command.Wants("capture"))
        {
            CaptureBenchmark.Run(command, parsed.GetValue(model));
        }

        if (command.Wants("start"))
        {
            StartUp.Run(command);
        }

        if (command.Wants("growth"))
        {
            GrowthTable.Run(command);
        }
    },
    model,
    examples);

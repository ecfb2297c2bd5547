using System.CommandLine;
using SteerScope.Measuring;
using SteerScope.SweepBenchmark.Capture;
using SteerScope.SweepBenchmark.Growth;
using SteerScope.SweepBenchmark.Steering;

var model = new Option<string?>("--model") { Description = "Steer and capture this Llama (a folder) in place of a random one." };
return BenchmarkCommand.Run(
    "sweep",
    "The steering sweep and the capture against plain ways of doing them; growth with prompts and tokens; start-up.",
    args,
    (command, parsed) =>
    {
        if (command.Wants("steering"))
        {
            SteeringBenchmark.Run(command, parsed.GetValue(model));
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
    model);

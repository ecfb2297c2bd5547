using System.Globalization;
using SteerScope.GpuBenchmark.Devices;
using SteerScope.GpuBenchmark.Rivals;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;
using SteerScope.Steering;

namespace SteerScope.GpuBenchmark.Steering;

/// <summary>Examples a second of the steering sweep, as a share of the matrix rate and beside the rival's.</summary>
internal static class SteeringMeasurement
{
    /// <summary>Measures.</summary>
    public static void Run(GpuOptions options, TorchSession session, MatrixProduct product, SteeringSubset steering, Rival rival, TextWriter output)
    {
        PropensityGrid? grid = null;
        Action[] runs = [.. options.BatchTokens.Select(tokens => (Action)(() => grid = steering.Case.Run(session.Model, AddingPositions.Answer, tokens)))];
        double[] operations = [.. runs.Select(session.Count)];
        var measured = Interleaved.Measure(
            [.. runs.Select(run => session.Contender("steering", run)), product, .. rival.Case("steering")],
            options.Rounds,
            options.Command.SecondsPerTurn,
            Clock.Wall);
        var (yardstick, other) = (runs.Length, runs.Length + 1);
        var (examples, layers) = (steering.Case.Pairs.Count, session.Model.Shape.Layers);
        var rivalExamples = (double)steering.RivalPasses / steering.PassesPerExample;
        var log = options.Command.Log;
        output.WriteLine($"\nSteering: {layers} layers x {SteeringCase.Multipliers.Count} multipliers x {examples} examples with prompts of 150 tokens, answer positions");
        foreach (var (run, batch) in options.BatchTokens.Index())
        {
            var name = $"steering/{options.Name}/batch {batch}";
            var (rate, share) = (measured.Rate(run, examples), measured.Share(run, operations[run], yardstick, product.Operations));
            log.Add($"{name}/examples per second", rate);
            log.Add($"{name}/share of the matrix rate", share);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  steerscope, passes of {batch} tokens: {rate.Median:0.00} examples/s; {operations[run] / 1e12:0.0000} TFLOP in {measured.Seconds(run):0.0000} s, {share} of the matrix rate"));
            if (rival.IsThere)
            {
                var speed = measured.Share(run, examples, other, rivalExamples);
                log.Add($"{name}/rival", speed);
                output.WriteLine($"    {speed} times as fast as the rival");
            }
        }

        if (!rival.IsThere)
        {
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  rival, batch 1: {measured.Rate(other, rivalExamples).Median:0.0000} examples/s, EXTRAPOLATED from {steering.RivalPasses} passes ({steering.Layers.Count} layers x {steering.Multipliers.Count} multipliers x {steering.Examples} examples x 2 answers) to the {steering.PassesPerExample} that an example takes ({layers} x {SteeringCase.Multipliers.Count} x 2)"));
        var agreement = Agreement.Of(steering.Differences(grid!), rival.Result<double>("differences"));
        output.WriteLine($"  logit differences of those passes, up to {steering.Differences(grid!).Max(Math.Abs):0.000}, {agreement}");
        agreement.Require(options.Precision, "Logit differences");
    }
}

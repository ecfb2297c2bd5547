using System.Globalization;
using SteerScope.Capture;
using SteerScope.GpuBenchmark.Devices;
using SteerScope.GpuBenchmark.Rivals;
using SteerScope.Measuring;

namespace SteerScope.GpuBenchmark.Capture;

/// <summary>Tokens a second of the capture, as a share of the matrix rate and beside the rival's.</summary>
internal static class CaptureMeasurement
{
    /// <summary>Measures.</summary>
    public static void Run(GpuOptions options, TorchSession session, MatrixProduct product, CaptureCase capture, Rival rival, TextWriter output)
    {
        IReadOnlyList<PairActivations> captured = [];
        Action[] runs = [.. options.BatchTokens.Select(tokens => (Action)(() => captured = CaptureCase.Run(session.Model, capture.Pairs, tokens)))];
        double[] operations = [.. runs.Select(session.Count)];
        var measured = Interleaved.Measure(
            [.. runs.Select(run => session.Contender("capture", run)), product, .. rival.Case("capture")],
            options.Rounds,
            options.Command.SecondsPerTurn,
            Clock.Wall);
        var (yardstick, other) = (runs.Length, runs.Length + 1);
        var log = options.Command.Log;
        output.WriteLine($"\nCapture: {capture.Pairs.Count} pairs of 100 to 200 tokens, all {session.Model.Shape.Layers} layers; tokens are those of both texts of a pair, {capture.Tokens} in all");
        foreach (var (run, batch) in options.BatchTokens.Index())
        {
            var name = $"capture/{options.Name}/batch {batch}";
            var (rate, share) = (measured.Rate(run, capture.Tokens), measured.Share(run, operations[run], yardstick, product.Operations));
            log.Add($"{name}/tokens per second", rate);
            log.Add($"{name}/share of the matrix rate", share);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  steerscope, passes of {batch} tokens: {rate.Median:0} tokens/s; {operations[run] / 1e12:0.0000} TFLOP in {measured.Seconds(run):0.0000} s, {share} of the matrix rate"));
            if (rival.IsThere)
            {
                var speed = measured.Speed(run, other);
                log.Add($"{name}/rival", speed);
                output.WriteLine($"    {speed} times as fast as the rival");
            }
        }

        if (!rival.IsThere)
        {
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rival, padded batches of 16 texts: {measured.Rate(other, capture.Tokens).Median:0} tokens/s"));
        var agreement = Agreement.Of(CaptureCase.InOrderOfTexts(captured), [.. rival.Result<float>("activations").Select(value => (double)value)]);
        output.WriteLine($"  activations {agreement}");
        agreement.Require(options.Precision, "Activations");
    }
}

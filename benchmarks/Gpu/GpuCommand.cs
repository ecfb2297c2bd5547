using System.CommandLine;
using SteerScope.Compute.Torch;
using SteerScope.Devices;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;

namespace SteerScope.GpuBenchmark;

/// <summary>The command line.</summary>
internal static class GpuCommand
{
    /// <summary>Reads the command line and measures.</summary>
    /// <returns>Exit code.</returns>
    public static int Run(string[] args)
    {
        var device = new Option<string>("--device") { DefaultValueFactory = _ => "cuda:0", Description = "cuda:N, or torch-cpu to see that the benchmark works." };
        var shape = new Option<string>("--shape") { DefaultValueFactory = _ => ModelSize.WholeGemma2B.Name, Description = "The model: gemma-2-2b, or tiny, the same architecture." };
        shape.AcceptOnlyFromAmong(ModelSize.WholeGemma2B.Name, ModelSize.TinyGemma.Name);
        var precision = new Option<string>("--precision") { DefaultValueFactory = _ => SnakeCase.Of(Precision.Bfloat16), Description = "bfloat16 or float32, of the file as well." };
        precision.AcceptOnlyFromAmong(SnakeCase.Of(Precision.Bfloat16), SnakeCase.Of(Precision.Float32));
        var examples = new Option<int?>("--examples") { Description = "Examples of the steering sweep; 64 by default, 4 of the tiny model." };
        var pairs = new Option<int?>("--pairs") { Description = "Pairs of the capture; 64 by default, 8 of the tiny model." };
        var batch = new Option<int[]>("--batch-tokens") { AllowMultipleArgumentsPerToken = true, Description = "Tokens of a forward pass here (default 2048, as specs have it, and 8192)." };
        var folder = new Option<string?>("--folder") { Description = "Where the model is written, or taken from when it is there; a temporary folder by default." };
        return BenchmarkCommand.Run(
            "Gpu",
            "Capture and steering of a model with random weights on a GPU against transformers with hooks, and as a share of the GPU's rate of matrix products.",
            args,
            (command, parsed) =>
            {
                var size = parsed.GetValue(shape) == ModelSize.TinyGemma.Name ? ModelSize.TinyGemma : ModelSize.WholeGemma2B;
                var many = size == ModelSize.TinyGemma ? 4 : 64;
                GpuMeasurement.Run(
                    new GpuOptions(
                        command,
                        TorchDevice.Parse(parsed.GetValue(device)!),
                        size,
                        parsed.GetValue(precision) == SnakeCase.Of(Precision.Float32) ? Precision.Float32 : Precision.Bfloat16,
                        AtLeastOne(examples, parsed.GetValue(examples) ?? many),
                        AtLeastOne(pairs, parsed.GetValue(pairs) ?? (size == ModelSize.TinyGemma ? 8 : many)),
                        parsed.GetValue(batch) is { Length: > 0 } asked ? [.. asked.Select(tokens => AtLeastOne(batch, tokens))] : [SteeringBatchTokens, 4 * SteeringBatchTokens],
                        parsed.GetValue(folder)),
                    Console.Out);
            },
            device,
            shape,
            precision,
            examples,
            pairs,
            batch,
            folder);
    }

    private const int SteeringBatchTokens = SteeringCase.BatchTokens;

    private static int AtLeastOne(Option option, int value) =>
        value >= 1 ? value : throw new InputException($"{option.Name} is {value}; it should be at least 1.");
}

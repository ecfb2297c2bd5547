using SteerScope.Compute.Cpu;
using SteerScope.Models;

namespace SteerScope.Fuzz.Targets;

/// <summary>Loads a model folder as a sweep does, and runs three tokens through it.</summary>
internal static class ModelReading
{
    public static void Read(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder);
        var shape = TransformerLoader.Read(checkpoint.Config).Shape;
        using var model = TransformerLoader.Load(new CpuOps(), checkpoint);
        var length = shape.MaxPositions == 0 ? 3 : Math.Min(3, shape.MaxPositions);
        var trace = TraceRunner<CpuTensor>.Run(model, [.. Enumerable.Range(0, length).Select(i => Math.Min(i, shape.Vocabulary - 1))]);
        var logits = trace["logits"];
        if (logits.Rows != length || logits.Columns != shape.Vocabulary || logits.Values.Length != length * shape.Vocabulary)
        {
            throw new ImplausibleException($"The logits are [{logits.Rows}, {logits.Columns}] for {length} tokens and a vocabulary of {shape.Vocabulary}.");
        }
    }
}

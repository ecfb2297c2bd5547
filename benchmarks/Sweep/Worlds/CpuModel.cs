using SteerScope.Compute.Cpu;
using SteerScope.Measuring.Worlds;
using SteerScope.Models;

namespace SteerScope.SweepBenchmark.Worlds;

/// <summary>A model on the managed kernels, with operations that are counted.</summary>
internal sealed class CpuModel : IDisposable
{
    private readonly CpuOps ops;

    /// <summary>Loads it.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="threads">Threads of an operation.</param>
    public CpuModel(string folder, int threads)
    {
        ops = new CpuOps(threads);
        Operations = new CountedOps<CpuTensor>(ops);
        using var checkpoint = Checkpoint.Open(folder);
        Model = TransformerLoader.Load(Operations, checkpoint);
    }

    /// <summary>What counts.</summary>
    public CountedOps<CpuTensor> Operations { get; }

    /// <summary>The model.</summary>
    public Transformer<CpuTensor> Model { get; }

    /// <summary>Floating-point operations of an action.</summary>
    public double Count(Action action)
    {
        Operations.Reset();
        action();
        return Operations.Count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        ops.Dispose();
    }
}

using SteerScope.Compute.Torch;
using SteerScope.Persona.Models;
using SteerScope.Persona.Training;
using TorchSharp;
using Xunit;

namespace SteerScope.Persona.Tests;

/// <summary>libtorch, loaded once; its number of threads is the process's, so that the tests come one after the other.</summary>
public sealed class TorchFixture : IDisposable
{
    private readonly TorchOps _ops = TorchOps.Open(TorchDevice.Cpu, threads: 1);

    public TorchFixture() => torch.set_num_threads(1);

    internal static TrainingOptions Tiny { get; } = new()
    {
        Size = new ModelSize { Layers = 2, Width = 32, Heads = 2, Hidden = 48 },
        Pieces = 500,
        Steps = 12,
        Batch = 4,
        Warmup = 2,
    };

    public void Dispose() => _ops.Dispose();
}

[CollectionDefinition(Name)]
public sealed class TorchGroup : ICollectionFixture<TorchFixture>
{
    public const string Name = "torch";
}

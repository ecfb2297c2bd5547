using SteerScope.Compute.Torch;
using SteerScope.Devices;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;
using SteerScope.Models;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.GpuBenchmark.Devices;

/// <summary>A model on a torch device, with operations that are counted. One thread uses it, the one that opened it.</summary>
internal sealed class TorchSession : IDisposable
{
    private readonly TorchOps ops;
    private Transformer<Tensor>? model;

    private TorchSession(TorchOps ops, TorchDevice device)
    {
        this.ops = ops;
        Device = device;
        Operations = new CountedOps<Tensor>(ops);
    }

    /// <summary>Where it computes.</summary>
    public TorchDevice Device { get; }

    /// <summary>What counts.</summary>
    public CountedOps<Tensor> Operations { get; }

    /// <summary>The model.</summary>
    public Transformer<Tensor> Model => model ?? throw new InvalidOperationException("No model is loaded.");

    /// <summary>Opens the device.</summary>
    /// <exception cref="InputException">This build or this machine has no such device.</exception>
    public static TorchSession Open(TorchDevice device, int threads, Precision precision) => new(TorchOps.Open(device, threads, precision), device);

    /// <summary>Loads the model.</summary>
    public void Load(string folder)
    {
        using var checkpoint = Checkpoint.Open(folder);
        model = TransformerLoader.Load(Operations, checkpoint);
    }

    /// <summary>Floating-point operations of an action.</summary>
    public double Count(Action action)
    {
        Operations.Reset();
        action();
        return Operations.Count;
    }

    /// <summary>Waits until the device has done what it was told.</summary>
    public void Synchronize()
    {
        if (Device.IsCuda)
        {
            torch.cuda.synchronize(torch.device(Device.ToString()));
        }
    }

    /// <summary>Work here as a contender; its time ends when the device is done.</summary>
    public IContender Contender(string name, Action work) => new Managed(name, () =>
    {
        work();
        Synchronize();
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        model?.Dispose();
        Operations.Dispose();
    }
}

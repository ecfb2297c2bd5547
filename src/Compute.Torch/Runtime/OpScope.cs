using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Surrounds an operation: no autograd graph, and every tensor made inside is freed at its end but those kept. Bound to the
/// thread, as both are in torch; being a ref struct, it cannot live across an await.
/// </summary>
internal readonly ref struct OpScope : IDisposable
{
    private readonly IDisposable grad;
    private readonly DisposeScope tensors;

    public OpScope(int threads)
    {
        TorchThreads.Use(threads);
        grad = torch.no_grad();
        tensors = torch.NewDisposeScope();
    }

    /// <summary>Takes a tensor out of every scope: it belongs to whoever gets it.</summary>
    public Tensor Keep(Tensor tensor) => tensors.Detach(tensor);

    /// <summary>Frees what was not kept.</summary>
    public void Dispose()
    {
        tensors.Dispose();
        grad.Dispose();
    }
}

using SteerScope.Devices;
using SteerScope.Measuring;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.GpuBenchmark.Devices;

/// <summary>The product of two large square matrices: what a device reaches at best, and the yardstick for everything else on it.</summary>
internal sealed class MatrixProduct : IContender, IDisposable
{
    private readonly TorchSession session;
    private readonly Tensor left;
    private readonly Tensor right;

    /// <summary>Fills the matrices with random numbers: zeros would draw less power and run faster.</summary>
    public MatrixProduct(TorchSession session, Precision precision, int side)
    {
        this.session = session;
        Side = side;
        left = Random();
        right = Random();

        Tensor Random()
        {
            using var scope = torch.NewDisposeScope();
            var values = torch.randn(side, side, torch.ScalarType.Float32, torch.device(session.Device.ToString()));
            return values.to(precision == Precision.Bfloat16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32).DetachFromDisposeScope();
        }
    }

    /// <summary>Rows and columns of either matrix.</summary>
    public int Side { get; }

    /// <inheritdoc/>
    public string Name => "matrix product";

    /// <summary>Floating-point operations of one product.</summary>
    public double Operations => 2.0 * Side * Side * Side;

    /// <inheritdoc/>
    public Timing Run(int repeats)
    {
        // One product waits for nothing but the one before: the host's part hides behind the device's.
        var before = ProcessClock.Now;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            torch.mm(left, right).Dispose();
        }

        session.Synchronize();
        var after = ProcessClock.Now;
        return new Timing((after.Wall - before.Wall) / repeats, (after.Cpu - before.Cpu) / repeats);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
    }
}

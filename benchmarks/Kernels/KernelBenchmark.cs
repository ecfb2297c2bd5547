using SteerScope.Measuring;
#if !PORTABLE
using SteerScope.Kernels.Torch;
#endif

namespace SteerScope.Kernels;

/// <summary>Takes turns between the product's kernels and their rivals, case by case.</summary>
internal static class KernelBenchmark
{
    /// <summary>The matrix products of a 2B model should reach this share of the peak from so many rows on.</summary>
    private const double PeakTarget = 0.6;
    private const int PeakRows = 64;

    /// <summary>A PyTorch without an optimised BLAS needs seconds beyond.</summary>
    private const double MostReferenceFlops = 2e9;

    public static void Run(BenchmarkCommand command)
    {
        foreach (var threads in command.Threads)
        {
            using var python = PyTorch.Start(command.Python, PythonKernels.Source, threads);
            using var blas = command.Blas is null ? null : PyTorch.Start(command.Python, PythonKernels.Source, threads, command.Blas);
            using var libtorch = StartLibtorch(threads);
            foreach (var child in new[] { python, blas, libtorch }.OfType<TimedChild>())
            {
                Console.WriteLine(child.Description);
            }

            if (python is null)
            {
                Console.WriteLine($"{command.Python} has no PyTorch.");
            }

            using var copy = new MemoryCopy(threads);
            var peak = new FmaPeak(threads);
            var limits = Interleaved.Measure([peak, copy], command.Rounds, command.SecondsPerTurn, BenchmarkCommand.ClockOf(threads));
            Console.WriteLine($"{threads} thread(s): FMA peak {peak.Operations / limits.Seconds(0) / 1e9:0.0} Gflop/s, copy {MemoryCopy.Bytes / limits.Seconds(1) / 1e9:0.0} GB/s (bytes read + bytes written), compared by {BenchmarkCommand.ClockOf(threads)} time");
            Console.WriteLine();
            foreach (var item in KernelCase.All(command.Quick).Where(item => command.Wants(item.Key)))
            {
                Measure(command, threads, item, peak, copy, python, blas, libtorch);
            }

            Console.WriteLine();
        }
    }

    private static TimedChild? StartLibtorch(int threads) =>
#if PORTABLE
        null;
#else
        TorchSharpKernels.Start(threads);
#endif

    private static void Measure(
        BenchmarkCommand command, int threads, KernelCase item, FmaPeak peak, MemoryCopy copy, TimedChild? python, TimedChild? blas, TimedChild? libtorch)
    {
        using var managed = new ManagedKernels(threads);
        IContender yardstick = item.BoundByMemory ? copy : peak;
        List<IContender> contenders = [new Managed("managed", managed.Prepare(item)), yardstick];
        if (threads == 1 && PlainKernels.Prepare(item) is { } plain)
        {
            contenders.Add(new Managed("plain C#", plain));
        }

        var product = item.IsLinear || item.Operation == KernelOperation.GatedMlp;
        if (python is not null && (!product || item.Flops <= MostReferenceFlops))
        {
            contenders.Add(python.Case("PyTorch", item.Key));
        }

        if (python is not null && product)
        {
            contenders.Add(python.Case("PyTorch oneDNN", $"onednn:{item.Key}"));
        }

        if (blas is not null)
        {
            contenders.Add(blas.Case("PyTorch other BLAS", item.Key));
        }

        if (libtorch is not null && (item.Operation != KernelOperation.Attention || item.Window == 0))
        {
            contenders.Add(libtorch.Case("libtorch", item.Key));
        }

        var measured = Interleaved.Measure(contenders, command.Rounds, command.SecondsPerTurn, BenchmarkCommand.ClockOf(threads));
        var name = $"{item.Key}/threads={threads}";
        var share = item.BoundByMemory
            ? measured.Share(0, item.Bytes, 1, MemoryCopy.Bytes)
            : measured.Share(0, item.Flops, 1, peak.Operations);
        command.Log.Add($"{name}/share of {yardstick.Name}", share, item.IsLinear && item.Tokens >= PeakRows ? PeakTarget : null);
        Console.Write($"{name,-44} {measured.Seconds(0) * 1e6,10:0.0} us  {share.Median,4:P0} of {yardstick.Name,-8}");
        for (var rival = 2; rival < contenders.Count; rival++)
        {
            var speed = measured.Speed(0, rival);
            command.Log.Add($"{name}/{contenders[rival].Name}", speed, Target(item, contenders[rival].Name));
            Console.Write($"  {contenders[rival].Name} x{speed}");
        }

        Console.WriteLine();
    }

    private static double? Target(KernelCase item, string rival) =>
        rival == "plain C#" || (item.Operation == KernelOperation.LinearBFloat16 && item.Tokens > 1) ? null : 1;
}

using SteerScope.Measuring;

namespace SteerScope.SaeBenchmark;

/// <summary>
/// Times each part of a decomposition. Threads are layers at a time, as workers of a sweep take them. A share of the copy bandwidth
/// is bytes of weights read (each once) per second over bytes that a copy reads and writes per second.
/// </summary>
internal static class SaeBenchmark
{
    private const int Inputs = 2304;
    private const double BandwidthTarget = 0.7;
    private const double PeakTarget = 0.6;

    /// <summary>A PyTorch without an optimised BLAS needs seconds beyond.</summary>
    private const double MostReferenceFlops = 2e9;

    public static void Run(BenchmarkCommand command, string folder)
    {
        var pairs = command.Quick ? 128 : 1000;
        foreach (var features in command.Quick ? [16384] : new[] { 16384, 65536 })
        {
            using var saes = new SaeFolder(folder, Inputs, features, command.Threads.Max());
            foreach (var threads in command.Threads)
            {
                Measure(command, saes, features, threads, pairs);
            }

            if (!command.Quick)
            {
                Cold(saes.Paths[0]);
            }
        }
    }

    private static void Measure(BenchmarkCommand command, SaeFolder saes, int features, int threads, int pairs)
    {
        SaeLayer[] layers = [.. saes.Paths.Take(threads).Select(path => new SaeLayer(path, pairs))];
        using var python = PyTorch.Start(command.Python, PythonSae.Source, threads, command.Blas);
        if (python is not null)
        {
            Console.WriteLine(python.Description);
        }

        using var copy = new MemoryCopy(threads);
        var peak = new FmaPeak(threads);
        var matrix = layers[0].MatrixBytes * threads;
        void Bound(string name, Action<SaeLayer> work, double bytes, double? target, IContender? rival = null) =>
            Report(command, $"{features}/{name}", threads, All(layers, work), copy, bytes, MemoryCopy.Bytes, target, rival);
        Bound("encode a vector in place, decode", layer => layer.EncodeOne(), matrix, BandwidthTarget);
        Bound("encode 4 variants in place, decode", layer => layer.Encode(), matrix, BandwidthTarget, python?.Case("PyTorch", $"encode/{features}"));
        Bound("vector and mean on W_enc", layer => layer.OnEncoder(), matrix, BandwidthTarget);
        Bound("vector on W_dec", layer => layer.OnDecoder(), matrix, BandwidthTarget);
        Bound("pursuit, 16 passes", layer => layer.Pursuit(), 16 * matrix, BandwidthTarget);
        Bound("pack W_enc", layer => layer.Pack(), matrix, null);
        var flops = layers[0].StatisticsFlops * threads;
        var rival = flops <= MostReferenceFlops || command.Blas is not null ? python?.Case("PyTorch", $"statistics/{features}/{pairs * threads}") : null;
        Report(command, $"{features}/statistics of {pairs} rows", threads, All(layers, layer => layer.Statistics()), peak, flops, peak.Operations, PeakTarget, rival);
        Report(command, $"{features}/opposed features of 96", threads, All(layers, layer => layer.Opposed()), peak, 96 * 2.0 * Inputs * features * threads, peak.Operations, null, null);
        Array.ForEach(layers, layer => layer.Dispose());
    }

    private static Action All(SaeLayer[] layers, Action<SaeLayer> work) =>
        layers.Length == 1 ? () => work(layers[0]) : () => Parallel.ForEach(layers, new ParallelOptions { MaxDegreeOfParallelism = layers.Length }, work);

    private static void Report(
        BenchmarkCommand command, string name, int threads, Action work, IContender yardstick, double amount, double yardstickAmount, double? target, IContender? rival)
    {
        if (!command.Wants(name))
        {
            return;
        }

        List<IContender> contenders = [new Managed("managed", work), yardstick];
        if (rival is not null)
        {
            contenders.Add(rival);
        }

        var measured = Interleaved.Measure(contenders, command.Rounds, command.SecondsPerTurn, BenchmarkCommand.ClockOf(threads));
        var share = measured.Share(0, amount, 1, yardstickAmount);
        command.Log.Add($"{name}/threads={threads}/share of {yardstick.Name}", share, target);
        Console.Write($"{name,-42} {threads} thread(s) {measured.Seconds(0) * 1e3,9:0.0} ms, {amount / measured.Seconds(0) / 1e9,6:0.0} G{(yardstick is MemoryCopy ? "B" : "flop")}/s, {share} of {yardstick.Name}");
        if (rival is not null)
        {
            var speed = measured.Speed(0, 2);
            command.Log.Add($"{name}/threads={threads}/{rival.Name}", speed);
            Console.Write($"  {rival.Name} x{speed}");
        }

        Console.WriteLine();
    }

    private static void Cold(string path)
    {
        SaeLayer.OpenAndEncode(path);
        var warm = ProcessClock.Time(() => SaeLayer.OpenAndEncode(path), 1).Wall;
        SaeFolder.Forget(path);
        var cold = ProcessClock.Time(() => SaeLayer.OpenAndEncode(path), 1).Wall;
        Console.WriteLine($"{Path.GetFileName(path)}: open (with the checksums of the file), encode and decode a vector: {warm * 1e3:0} ms with the file in the page cache, {cold * 1e3:0} ms from the disk");
    }
}

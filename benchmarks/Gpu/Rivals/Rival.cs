using System.Runtime.InteropServices;
using SteerScope.Files;
using SteerScope.GpuBenchmark.Capture;
using SteerScope.GpuBenchmark.Steering;
using SteerScope.Measuring;
using SteerScope.Measuring.Worlds;

namespace SteerScope.GpuBenchmark.Rivals;

/// <summary>transformers with hooks in a Python on the same device; or nobody, and why.</summary>
internal sealed class Rival : IDisposable
{
    private readonly TimedChild? child;
    private readonly ExchangeFolder files;

    private Rival(TimedChild? child, ExchangeFolder files, string description)
    {
        this.child = child;
        this.files = files;
        Description = description;
    }

    /// <summary>What it is, or why there is none.</summary>
    public string Description { get; }

    /// <summary>Whether there is one.</summary>
    public bool IsThere => child is not null;

    /// <summary>Starts it and has it load the model.</summary>
    public static Rival Start(GpuOptions options, string model, ExchangeFolder files, CaptureCase capture, SteeringSubset steering)
    {
        new SafetensorsWriter()
            .Add("vectors", steering.Case.Directions.SelectMany(d => d.Vector).ToArray(), steering.Case.Directions.Count, options.Size.Width)
            .Write(files["vectors.safetensors"]);
        try
        {
            var child = PyTorch.Start(options.Command.Python, Source(options, model, files, capture, steering), options.Threads, options.Command.Blas);
            return child is null
                ? new Rival(null, files, $"none: {options.Command.Python} has no PyTorch; --python names one that has")
                : new Rival(child, files, child.Description);
        }
        catch (InvalidOperationException exception)
        {
            return new Rival(null, files, $"none: {exception.Message}");
        }
    }

    /// <summary>A case of it as a contender, where it is there.</summary>
    public IEnumerable<IContender> Case(string key) => child is null ? [] : [child.Case("rival", key)];

    /// <summary>What it computed last.</summary>
    /// <param name="name">activations (float) or differences (double).</param>
    public TValue[] Result<TValue>(string name)
        where TValue : unmanaged
    {
        foreach (var save in Case($"save-{name}"))
        {
            save.Run(1);
        }

        return MemoryMarshal.Cast<byte, TValue>(File.ReadAllBytes(files[name])).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => child?.Dispose();

    private static string Source(GpuOptions options, string model, ExchangeFolder files, CaptureCase capture, SteeringSubset steering) => PythonSource.Of(
        typeof(Rival).Assembly,
        files,
        new
        {
            Model = model,
            Device = options.Device.ToString(),
            Precision = SnakeCase.Of(options.Precision),
            Product = options.ProductSide,
            Batch = 16,
            Texts = capture.Pairs.SelectMany(p => new[] { p.MatchingIds(), p.OtherIds() }.Select(ids => new { Ids = ids, Letter = p.LetterPosition })),
            Vectors = files["vectors.safetensors"],
            steering.Layers,
            Multipliers = steering.Multipliers.Select(index => SteeringCase.Multipliers[index]),
            Examples = steering.Case.Pairs.Take(steering.Examples).Select(p => new { Matching = p.MatchingIds(), Other = p.OtherIds(), Predicting = p.PredictingPosition }),
            Activations = files["activations"],
            Differences = files["differences"],
        },
        "gemma2.py",
        "rival.py");
}

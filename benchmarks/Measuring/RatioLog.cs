using System.Text.Json;

namespace SteerScope.Measuring;

/// <summary>
/// The ratios of a run as lines of JSON, one object each: <c>benchmark</c>, <c>name</c>, <c>ratio</c> (median), <c>low</c>,
/// <c>high</c> (quartiles), and <c>target</c> where there is one. A ratio is always such that more is better.
/// </summary>
public sealed class RatioLog : IDisposable
{
    private readonly string benchmark;
    private readonly TextWriter? file;

    /// <summary>Opens the file, or none.</summary>
    /// <param name="benchmark">Name of the benchmark.</param>
    /// <param name="path">Where to write; null writes nothing. A file that is there is written anew.</param>
    public RatioLog(string benchmark, string? path)
    {
        this.benchmark = benchmark;
        file = path is null ? null : new StreamWriter(path);
    }

    /// <summary>Adds a ratio.</summary>
    /// <param name="name">What was compared with what at which shape: the same in every run.</param>
    /// <param name="ratio">More is better.</param>
    /// <param name="target">What it should reach, if that was promised.</param>
    public void Add(string name, Ratio ratio, double? target = null)
    {
        if (file is null)
        {
            return;
        }

        var line = new Dictionary<string, object>
        {
            ["benchmark"] = benchmark,
            ["name"] = name,
            ["ratio"] = Rounded(ratio.Median),
            ["low"] = Rounded(ratio.Low),
            ["high"] = Rounded(ratio.High),
        };
        if (target is { } value)
        {
            line["target"] = value;
        }

        file.WriteLine(JsonSerializer.Serialize(line));
        file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static double Rounded(double value) => double.Parse(value.ToString("G4"));
}

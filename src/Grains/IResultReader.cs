using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Results;

namespace SteerScope.Grains;

/// <summary>Reads a sweep's results from the disk that members share.</summary>
public interface IResultReader
{
    /// <summary>Tables and page.</summary>
    /// <exception cref="InputException">There are none yet.</exception>
    IReadOnlyList<ResultFile> Files(SweepSubmission submission);

    /// <summary>A part of one of these files.</summary>
    /// <exception cref="InputException">It is none of them.</exception>
    byte[] Read(SweepSubmission submission, string path, long offset, int count);

    /// <summary>One feature of a decomposition.</summary>
    /// <exception cref="InputException">There is no such feature.</exception>
    FeatureReading Feature(SweepSubmission submission, FeatureReference reference);
}

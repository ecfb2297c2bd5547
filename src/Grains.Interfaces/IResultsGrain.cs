using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Results;

namespace SteerScope.Grains;

/// <summary>Hands out a finished sweep's tables and page, for those who do not share its disk. Its key is the sweep's id.</summary>
[Alias("steerscope.results")]
public interface IResultsGrain : IGrainWithStringKey
{
    /// <summary>The files, with length and digest.</summary>
    /// <exception cref="InputException">There are none yet.</exception>
    Task<IReadOnlyList<ResultFile>> Files();

    /// <summary>A part of a file, of at most <see cref="MessageLimits.Chunk"/> bytes.</summary>
    Task<byte[]> Read(string path, long offset, int count);

    /// <summary>What the sweep's SAE makes of one feature of a vector.</summary>
    /// <exception cref="InputException">There is no such behaviour, layer, SAE or feature, or it is not done yet.</exception>
    Task<FeatureReading> Feature(FeatureReference reference);
}

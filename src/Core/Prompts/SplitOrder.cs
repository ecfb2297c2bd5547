namespace SteerScope.Prompts;

/// <summary>The order in which the rows of a behaviour file are dealt out.</summary>
public enum SplitOrder
{
    /// <summary>As in the file.</summary>
    File,

    /// <summary>Shuffled by <see cref="SplitMix64"/> with the seed.</summary>
    Seed,

    /// <summary>Shuffled as Python's <c>random.Random(seed).shuffle</c> does, so that published splits can be had.</summary>
    Python,
}

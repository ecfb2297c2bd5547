namespace SteerScope.Fuzz.Running;

/// <summary>What a reader did that it must never do.</summary>
public enum FaultKind
{
    /// <summary>It threw something else than a refusal.</summary>
    Crash,

    /// <summary>It took longer than the limit.</summary>
    Hang,

    /// <summary>It allocated more than the file's size explains.</summary>
    Memory,

    /// <summary>It refused with words that are not fit to be shown.</summary>
    Message,

    /// <summary>It left the file open or mapped.</summary>
    OpenFile,

    /// <summary>It accepted what contradicts itself.</summary>
    Implausible,

    /// <summary>It refused a valid file.</summary>
    SeedRefused,
}

namespace SteerScope.Fuzz.Running;

/// <summary>What came of one input.</summary>
/// <param name="Accepted">Whether the file was accepted.</param>
/// <param name="Message">The words of the refusal without what differs from file to file; null where there was none.</param>
/// <param name="Share">Bytes allocated, garbage included, in parts of what is allowed.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Fault">What went wrong; null when nothing did.</param>
internal sealed record FuzzOutcome(bool Accepted, string? Message, double Share, TimeSpan Elapsed, FuzzFault? Fault);

namespace SteerScope.Sweeps.Leases;

/// <summary>What a session tells and asks. One follows the other: a session has one exchange under way at most.</summary>
/// <param name="Session">The session.</param>
/// <param name="Sequence">Higher than in every earlier exchange of the session, so that one that was delayed on its way changes nothing.</param>
/// <param name="Held">All leases that it holds and has not reported, in the order in which it works on them.</param>
/// <param name="Reports">What ended since the last exchange that was answered.</param>
/// <param name="Room">How many leases more it takes.</param>
public sealed record ExchangeRequest(
    long Session, long Sequence, IReadOnlyList<Lease> Held, IReadOnlyList<LeaseReport> Reports, int Room);

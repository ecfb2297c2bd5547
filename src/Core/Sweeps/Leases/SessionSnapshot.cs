namespace SteerScope.Sweeps.Leases;

/// <summary>A session as status shows it.</summary>
/// <param name="Session">Its number.</param>
/// <param name="Owner">Who works in it.</param>
/// <param name="Items">Ids of the first items that it holds, in order: those at work, and what comes next.</param>
/// <param name="Held">How many it holds.</param>
/// <param name="Silence">Since its last exchange.</param>
public sealed record SessionSnapshot(long Session, SessionOwner Owner, IReadOnlyList<string> Items, int Held, TimeSpan Silence);

namespace SteerScope.Sweeps.Leases;

/// <summary>A session as status shows it.</summary>
/// <param name="Session">Its number.</param>
/// <param name="Owner">Who works in it.</param>
/// <param name="Items">Ids of the items that it holds, in order.</param>
/// <param name="Silence">Since its last exchange.</param>
public sealed record SessionSnapshot(long Session, SessionOwner Owner, IReadOnlyList<string> Items, TimeSpan Silence);

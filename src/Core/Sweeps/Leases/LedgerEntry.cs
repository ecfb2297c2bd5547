using System.Text.Json.Serialization;
using SteerScope.Sweeps.Hosts;

namespace SteerScope.Sweeps.Leases;

/// <summary>
/// A line of the ledger: what has to be known of leases that are under way when the process that gave them is gone. What is
/// done is not in it; that is for the artifacts to say.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SessionOpened), "open")]
[JsonDerivedType(typeof(SessionClosed), "close")]
[JsonDerivedType(typeof(ItemLeased), "lease")]
[JsonDerivedType(typeof(ItemReturned), "return")]
[JsonDerivedType(typeof(SessionLosing), "loss")]
[JsonDerivedType(typeof(ItemDied), "death")]
[JsonDerivedType(typeof(ItemGivenUp), "failure")]
public abstract record LedgerEntry;

/// <summary>A session began.</summary>
public sealed record SessionOpened(long Session, SessionOwner Owner) : LedgerEntry;

/// <summary>A session ended, in good order or by being fenced.</summary>
public sealed record SessionClosed(long Session) : LedgerEntry;

/// <summary>An item was leased; a later lease of the same item takes the place of this one.</summary>
public sealed record ItemLeased(long Session, int Item, long Epoch) : LedgerEntry;

/// <summary>A session gave an item back undone: a death of the session is not to be charged to it.</summary>
public sealed record ItemReturned(long Session, int Item) : LedgerEntry;

/// <summary>A session is about to be fenced, and a death charged; without its end in the ledger, that is still to be done.</summary>
public sealed record SessionLosing(long Session) : LedgerEntry;

/// <summary>A process ended while it worked on an item.</summary>
public sealed record ItemDied(int Item) : LedgerEntry;

/// <summary>An item failed for good.</summary>
public sealed record ItemGivenUp(int Item, ItemFailure Failure) : LedgerEntry;

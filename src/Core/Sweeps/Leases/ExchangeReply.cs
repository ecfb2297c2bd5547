namespace SteerScope.Sweeps.Leases;

/// <summary>The answer to an exchange.</summary>
/// <param name="State">What the session is to do.</param>
/// <param name="Granted">New leases.</param>
/// <param name="Drop">Leases that it holds and should not: it stops work on them.</param>
public sealed record ExchangeReply(SessionState State, IReadOnlyList<Lease> Granted, IReadOnlyList<Lease> Drop)
{
    /// <summary>An answer without leases.</summary>
    public static ExchangeReply Of(SessionState state) => new(state, [], []);
}

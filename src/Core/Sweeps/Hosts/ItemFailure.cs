namespace SteerScope.Sweeps.Hosts;

/// <summary>An item that could not be finished.</summary>
/// <param name="Item">Its id.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Attempts">Attempts in this run.</param>
public sealed record ItemFailure(string Item, string Reason, int Attempts);

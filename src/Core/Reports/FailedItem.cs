namespace SteerScope.Reports;

/// <summary>A work item that failed.</summary>
/// <param name="Item">The item's name.</param>
/// <param name="Reason">What went wrong.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record FailedItem(string Item, string Reason, int Attempts);

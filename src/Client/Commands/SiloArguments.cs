namespace SteerScope.Client.Commands;

/// <summary>How <c>steerscope silo</c> was asked for.</summary>
internal sealed record SiloArguments
{
    public required string Device { get; init; }

    public required int Lanes { get; init; }

    public required int Threads { get; init; }

    public required string? Bind { get; init; }

    public required string? Advertise { get; init; }

    public required int? SiloPort { get; init; }

    public required int? GatewayPort { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required int DrainSeconds { get; init; }

    public required string? StoreRoot { get; init; }

    public required int? Dashboard { get; init; }

    public required string? Metrics { get; init; }

    public required bool CreateSchema { get; init; }
}

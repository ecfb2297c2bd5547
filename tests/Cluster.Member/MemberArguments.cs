using System.Globalization;

namespace SteerScope.Cluster.Member;

/// <summary>How a test wants its member, as <c>name=value</c> words.</summary>
internal sealed record MemberArguments
{
    /// <summary>The cluster's address.</summary>
    public required string Cluster { get; init; }

    /// <summary>Folder of the gate: see <see cref="FaultyModel"/>.</summary>
    public string? Gate { get; init; }

    /// <summary>Every use of the model takes at least so long.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>The process ends where a shard with this row of a behaviour's file is worked on.</summary>
    public int? CrashRow { get; init; }

    /// <summary>After how long it takes other sessions for lost, when it leads.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>Grace period.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    public static MemberArguments Parse(string[] args)
    {
        var words = args.Select(a => a.Split('=', 2)).ToDictionary(w => w[0], w => w[1], StringComparer.Ordinal);
        return new MemberArguments
        {
            Cluster = words["cluster"],
            Gate = words.GetValueOrDefault("gate"),
            Pace = Seconds("pace") ?? TimeSpan.Zero,
            CrashRow = words.TryGetValue("crash-row", out var row) ? int.Parse(row, CultureInfo.InvariantCulture) : null,
            Silence = Seconds("silence"),
            Drain = Seconds("drain") ?? TimeSpan.FromSeconds(30),
        };

        TimeSpan? Seconds(string name) => words.TryGetValue(name, out var value) ? TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) : null;
    }
}

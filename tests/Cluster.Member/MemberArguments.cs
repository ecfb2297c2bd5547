using System.Globalization;

namespace SteerScope.Cluster.Member;

/// <summary>How a test wants its member, as <c>name=value</c> words, or <c>name</c> alone.</summary>
internal sealed record MemberArguments
{
    /// <summary>The cluster's address.</summary>
    public required string Cluster { get; init; }

    /// <summary>Folder of the gate: see <see cref="FaultyModel"/>.</summary>
    public string? Gate { get; init; }

    /// <summary>Whether who waits at the gate does not hear that it should stop, as a pass of a large model does not.</summary>
    public bool Deaf { get; init; }

    /// <summary>Port for other members, and the next one for clients: what starts anew on it is known to have ended before. A free one when null.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the cluster's own liveness takes no member for dead within the time of a test, so that only the sweep's does.</summary>
    public bool Patient { get; init; }

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
        var words = args.Select(a => a.Split('=', 2)).ToDictionary(w => w[0], w => w[^1], StringComparer.Ordinal);
        return new MemberArguments
        {
            Cluster = words["cluster"],
            Gate = words.GetValueOrDefault("gate"),
            Deaf = words.ContainsKey("deaf"),
            Port = Whole("port"),
            Patient = words.ContainsKey("patient"),
            Pace = Seconds("pace") ?? TimeSpan.Zero,
            CrashRow = Whole("crash-row"),
            Silence = Seconds("silence"),
            Drain = Seconds("drain") ?? TimeSpan.FromSeconds(30),
        };

        int? Whole(string name) => words.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : null;

        TimeSpan? Seconds(string name) => words.TryGetValue(name, out var value) ? TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) : null;
    }
}

using System.Text;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Grains;

/// <summary>
/// Keeps messages small at the sender: Orleans tears down a connection on one that is too long, and with it all that is
/// under way on it. Grains exchange paths, digests and counts, never activations.
/// </summary>
public static class MessageLimits
{
    /// <summary>Bytes of a file per message.</summary>
    public const int Chunk = 256 << 10;

    /// <summary>Bytes of a spec, at most.</summary>
    public const int Spec = 4 << 20;

    private const int Reason = 2_000;
    private const int Details = 8_000;

    /// <summary>A report that is short enough to be sent.</summary>
    public static LeaseReport Shortened(LeaseReport report) => report.Failure is { } failure
        ? report with { Failure = failure with { Reason = Cut(failure.Reason, Reason), Details = failure.Details is null ? null : Cut(failure.Details, Details) } }
        : report;

    /// <summary>Failures that are short and few enough to be sent: the first ones.</summary>
    public static IReadOnlyList<ItemFailure> Shortened(IReadOnlyList<ItemFailure> failures, int most) =>
        [.. failures.Take(most).Select(f => f with { Reason = Cut(f.Reason, Reason), Details = null })];

    /// <summary>Refuses a spec that no person wrote.</summary>
    /// <exception cref="InputException">It is too long.</exception>
    public static string RequireSpec(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= Spec
            ? text
            : throw new InputException($"the spec has {bytes} bytes; it should have at most {Spec} to be sent to a cluster, and can name files by patterns.");
    }

    /// <summary>What an error of the cluster says, for people: its first line. Orleans puts stack traces into messages.</summary>
    public static string Sentence(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return Cut(error.Message.ReplaceLineEndings("\n").Split('\n', 2)[0].Split("   at ", 2)[0].Trim(), Reason);
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + " ...";
}

namespace SteerScope.Fuzz.Running;

/// <summary>What came of a target's inputs.</summary>
public sealed class TargetReport(string target)
{
    private const int MostMessages = 100_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (FuzzFault Fault, long Count)> faults = new(StringComparer.Ordinal);

    /// <summary>The target.</summary>
    public string Target => target;

    /// <summary>Inputs in all.</summary>
    public long Runs { get; private set; }

    /// <summary>Files that were accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>Files that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>The longest time that an input took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The number of the input that took it.</summary>
    public long SlowestNumber { get; private set; }

    /// <summary>The most that was allocated, in parts of what was allowed.</summary>
    public double LargestShare { get; private set; }

    /// <summary>The number of the input that took it.</summary>
    public long LargestNumber { get; private set; }

    /// <summary>How much the process' peak of resident memory grew; 0 where the system does not tell.</summary>
    public long PeakGrowth { get; set; }

    /// <summary>Kinds of refusals, and how often each came.</summary>
    public IReadOnlyDictionary<string, long> Messages => messages;

    /// <summary>The first fault of each signature, and how often it came.</summary>
    public IReadOnlyCollection<(FuzzFault Fault, long Count)> Faults => faults.Values;

    /// <summary>Whether a fault of this signature is known.</summary>
    internal bool Knows(FuzzFault fault)
    {
        lock (gate)
        {
            return faults.ContainsKey(fault.Signature);
        }
    }

    /// <summary>Counts an input.</summary>
    internal void Add(FuzzInput input, FuzzOutcome outcome)
    {
        lock (gate)
        {
            Runs++;
            Accepted += outcome.Accepted ? 1 : 0;
            Refused += outcome.Message is null ? 0 : 1;
            if (outcome.Message is not null && (messages.Count < MostMessages || messages.ContainsKey(outcome.Message)))
            {
                messages[outcome.Message] = messages.GetValueOrDefault(outcome.Message) + 1;
            }

            if (outcome.Elapsed > Slowest)
            {
                (Slowest, SlowestNumber) = (outcome.Elapsed, input.Number);
            }

            if (outcome.Share > LargestShare)
            {
                (LargestShare, LargestNumber) = (outcome.Share, input.Number);
            }
        }
    }

    /// <summary>Counts a fault.</summary>
    internal void Add(FuzzFault fault)
    {
        lock (gate)
        {
            faults[fault.Signature] = faults.TryGetValue(fault.Signature, out var known) ? (known.Fault, known.Count + 1) : (fault, 1);
        }
    }
}

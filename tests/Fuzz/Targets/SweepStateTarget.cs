using System.Text;
using SteerScope.Fuzz.Mutators;
using SteerScope.Sweeps;

namespace SteerScope.Fuzz.Targets;

/// <summary>The files of a sweep's folder that only save time: damaged ones are forgotten, and none is refused.</summary>
internal sealed class SweepStateTarget : IFuzzTarget
{
    private static readonly string Digests = Path.Combine("state", "digests.json");
    private static readonly string Failures = Path.Combine("state", "failures.json");
    private static readonly string Epoch = Path.Combine("state", "epoch");

    /// <inheritdoc/>
    public string Name => "state";

    /// <inheritdoc/>
    public MemoryBound Memory => new(2 << 20, 200);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } =
    [
        new("digests", Digests, Encoding.UTF8.GetBytes("""{"/a/model.safetensors": {"Length": 3, "Changed": 637000000000000000, "Sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}}""")),
        new("failures", Failures, Encoding.UTF8.GetBytes("""[{"item": "capture/a/0", "reason": "it was cancelled", "attempts": 2, "details": null}]""")),
        new("epoch", Epoch, Encoding.UTF8.GetBytes("1000000000")),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new JsonMutator(), new JsonMutator()];

    /// <inheritdoc/>
    public bool IsRefusal(Exception exception) => false;

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        var sweep = new SweepFolder(folder);
        _ = sweep.OpenDigests().Remembers(Path.Combine(folder, seed.FileName));
        _ = sweep.OpenDigests().Of(Path.Combine(folder, seed.FileName));
        if (sweep.ReadFailures().Any(failure => failure is null || failure.Item is null || failure.Reason is null))
        {
            throw new ImplausibleException("A failure without an item or a reason was read.");
        }

        if (seed.FileName == Epoch && sweep.ReserveEpochs() is <= 0 and var epoch)
        {
            throw new ImplausibleException($"The attempts begin at {epoch}.");
        }
    }
}

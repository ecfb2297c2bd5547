using SteerScope.Sweeps;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Silo.Sweeps;

/// <summary>A sweep as this process has prepared it.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="sweep">Its inputs.</param>
/// <param name="plan">Its plan.</param>
internal sealed class ShelvedSweep(SweepFolder folder, PreparedSweep sweep, SweepPlan plan)
{
    // The shelf holds the lazy value weakly: it lives as long as somebody holds what it made.
    private Lazy<ShelvedSweep>? _self;

    public SweepFolder Folder => folder;

    public PreparedSweep Sweep => sweep;

    public SweepPlan Plan => plan;

    public void Keep(Lazy<ShelvedSweep> self) => _self ??= self;
}

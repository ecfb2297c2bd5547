using SteerScope.Sweeps.Plans;

namespace SteerScope.Sweeps.Hosts;

/// <summary>How far a group of a plan is.</summary>
internal sealed class GroupState(PlanGroup group)
{
    /// <summary>The group.</summary>
    public PlanGroup Group => group;

    /// <summary>Index of the item behind its last.</summary>
    public int End => group.First + group.Count;

    /// <summary>Groups that wait for this one.</summary>
    public List<int> Readers { get; } = [];

    /// <summary>Groups that this one still waits for.</summary>
    public int Waits { get; set; }

    /// <summary>Whether nothing of it is ready or running, nor can become so.</summary>
    public bool Finished { get; set; }

    /// <summary>No item before this one is ready.</summary>
    public int Cursor { get; set; } = group.First;

    public int Ready { get; set; }

    public int Running { get; set; }

    public int Done { get; set; }

    public int Failed { get; set; }

    /// <summary>Items that can never start.</summary>
    public int Blocked => Finished ? group.Count - Done - Failed : 0;
}

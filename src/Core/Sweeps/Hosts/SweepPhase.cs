namespace SteerScope.Sweeps.Hosts;

/// <summary>What a run does besides its work items.</summary>
public enum SweepPhase
{
    /// <summary>Before the items: everything that the spec names is read and checked.</summary>
    Inputs,

    /// <summary>Before the items: the model goes to the device.</summary>
    Model,

    /// <summary>After the items: tables and page are written.</summary>
    Results,
}

namespace SteerScope.Measuring;

/// <summary>Which time is compared.</summary>
public enum Clock
{
    /// <summary>Time on the wall: what people wait for, and what neighbours on the machine disturb.</summary>
    Wall,

    /// <summary>Processor time: for work on one thread, since it does not count while others have the core.</summary>
    Cpu,
}

namespace SteerScope.Grains.Sweeps;

/// <summary>Hears what happens to sweeps, to count it.</summary>
public interface ISweepEvents
{
    /// <summary>A session was given up for lost.</summary>
    void SessionLost();
}

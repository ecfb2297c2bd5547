namespace SteerScope.Measuring;

/// <summary>One way of doing the work that is compared.</summary>
public interface IContender
{
    /// <summary>What the tables call it.</summary>
    string Name { get; }

    /// <summary>Does the work <paramref name="repeats"/> times.</summary>
    /// <returns>The average of one time.</returns>
    Timing Run(int repeats);
}

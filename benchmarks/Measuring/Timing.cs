namespace SteerScope.Measuring;

/// <summary>What one call took.</summary>
/// <param name="Wall">Seconds on the wall.</param>
/// <param name="Cpu">Seconds of processor time of the whole process, all threads added up.</param>
public readonly record struct Timing(double Wall, double Cpu);

namespace SteerScope.Fuzz.Mutators;

/// <summary>One way to break a file.</summary>
public interface IMutator
{
    /// <summary>A changed copy, or null where there is nothing that this mutator could change.</summary>
    /// <param name="random">The choices.</param>
    /// <param name="content">The file, which stays as it is.</param>
    /// <param name="other">Another valid file of the same target, to take parts from.</param>
    byte[]? Apply(FuzzRandom random, byte[] content, byte[] other);
}

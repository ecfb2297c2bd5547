namespace SteerScope.Sweeps.Specs;

/// <summary>The positions at which a vector is added.</summary>
public enum AddingPositions
{
    /// <summary>From the token that predicts the letter to the end (steering-bench).</summary>
    Answer,

    /// <summary>Every position.</summary>
    All,

    /// <summary>The last position only.</summary>
    Last,
}

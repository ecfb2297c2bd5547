namespace SteerScope.Sweeps.Specs;

/// <summary>What is done to a vector's length.</summary>
public enum VectorNormalisation
{
    /// <summary>Nothing (CAA).</summary>
    None,

    /// <summary>Length 1.</summary>
    Unit,

    /// <summary>In each layer the mean length over the behaviours (CAA's normalize_vectors.py).</summary>
    CommonPerLayer,
}

namespace SteerScope.Steering;

/// <summary>What is done to the length of steering vectors; the name in specs and tables is the snake_case form.</summary>
public enum VectorNormalisation
{
    /// <summary>The vector as it comes.</summary>
    None,

    /// <summary>Every vector gets norm 1.</summary>
    Unit,

    /// <summary>Within a layer every behaviour's vector gets the mean norm over behaviours (CAA's normalize_vectors.py).</summary>
    CommonPerLayer,
}

namespace SteerScope.Saes;

/// <summary>One encoded row.</summary>
/// <param name="PreActivations">[F], before the non-linearity.</param>
/// <param name="Activations">[F].</param>
/// <param name="Scale">How the row was normalised, for decoding.</param>
public sealed record SaeEncoding(float[] PreActivations, float[] Activations, SaeInputScale Scale)
{
    /// <summary>Number of active features.</summary>
    public int L0 => Activations.Count(activation => activation > 0);
}

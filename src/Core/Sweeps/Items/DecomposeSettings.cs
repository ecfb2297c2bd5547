using SteerScope.Decomposition;

namespace SteerScope.Sweeps.Items;

/// <summary>What of the spec a decomposition depends on.</summary>
/// <param name="Inputs">What is handed to the SAE.</param>
/// <param name="Overlap">Strongest features that are compared with the zero vector's.</param>
/// <param name="DefaultComponents">Features with the largest encoder bias that are looked at.</param>
/// <param name="SpuriousRatio">Share of the activation on the vector below which class means do not explain it.</param>
/// <param name="PursuitTerms">Features of the signed decompositions.</param>
public sealed record DecomposeSettings(
    IReadOnlyList<InputVariant> Inputs, int Overlap, int DefaultComponents, double SpuriousRatio, int PursuitTerms);

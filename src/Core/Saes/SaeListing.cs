namespace SteerScope.Saes;

/// <summary>A sound file that cannot decompose a vector of the residual stream, and what it holds all the same.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Format">Whose form it has, as in <see cref="SaeSpec.Format"/>.</param>
/// <param name="Refusal">Why it is not used, in one sentence.</param>
/// <param name="Tensors">Its tensors.</param>
public sealed record SaeListing(string Path, string Format, string Refusal, IReadOnlyList<SaeTensorFact> Tensors);

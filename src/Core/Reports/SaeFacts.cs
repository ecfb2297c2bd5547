namespace SteerScope.Reports;

/// <summary>An SAE of the sweep.</summary>
/// <param name="Name">Its name in the spec.</param>
/// <param name="Layers">The layers that it was trained for.</param>
/// <param name="Architecture">standard, gated, jumprelu or topk.</param>
/// <param name="FeatureCount">Number of features.</param>
public sealed record SaeFacts(string Name, IReadOnlyList<int> Layers, string Architecture, int FeatureCount);

namespace SteerScope.Reports;

/// <summary>Default components: features whose encoder bias offsets a projection that every activation has.</summary>
/// <param name="Components">The features with the largest encoder bias, largest first.</param>
public sealed record DefaultComponentFigure(IReadOnlyList<DefaultComponent> Components);

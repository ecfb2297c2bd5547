namespace SteerScope.Reports;

/// <summary>Norms (L2) of the activations of ordinary text at the layer, and those of the vectors.</summary>
/// <param name="Bins">The histogram, from low to high.</param>
/// <param name="Count">Number of tokens, those in the tail included.</param>
/// <param name="Mean">Mean norm.</param>
/// <param name="Vectors">The vectors whose norms are marked; the first one is the one that the caption speaks of.</param>
/// <param name="TailNote">What the histogram leaves out, as a sentence; null when it leaves nothing out.</param>
public sealed record NormFigure(
    IReadOnlyList<HistogramBin> Bins,
    long Count,
    double Mean,
    IReadOnlyList<NormMark> Vectors,
    string? TailNote);

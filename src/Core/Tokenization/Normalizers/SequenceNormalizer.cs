namespace SteerScope.Tokenization.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<INormalizer> steps) : INormalizer
{
    /// <inheritdoc/>
    public string Normalize(string text) => steps.Aggregate(text, (current, step) => step.Normalize(current));
}

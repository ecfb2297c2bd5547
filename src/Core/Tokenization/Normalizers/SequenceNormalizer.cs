namespace SteerScope.Tokenization.Normalizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class SequenceNormalizer(IEnumerable<INormalizer> steps) : INormalizer
{
    // Sequences inside are taken apart, so that the growth of all steps together is looked at.
    private readonly INormalizer[] _steps = [.. steps.SelectMany(step => step is SequenceNormalizer inner ? inner._steps : [step])];

    /// <summary>Number of steps, those of sequences inside counted.</summary>
    public int Count => _steps.Length;

    /// <inheritdoc/>
    public string Normalize(string text)
    {
        var current = text;
        foreach (var step in _steps)
        {
            current = step.Normalize(current);
            TextGrowth.Check(current.Length, text.Length);
        }

        return current;
    }
}

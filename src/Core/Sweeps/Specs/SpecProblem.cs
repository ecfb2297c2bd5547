namespace SteerScope.Sweeps.Specs;

/// <summary>A mistake in a spec.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Path">The field, as in <c>prompts.train</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record SpecProblem(int Line, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? $"line {Line}: {Message}" : $"line {Line}: {Path} {Message}";
}

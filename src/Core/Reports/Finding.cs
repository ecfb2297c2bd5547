namespace SteerScope.Reports;

/// <summary>One of the paper's findings, as a sweep has it.</summary>
/// <param name="Name">What it is about, in a word or two.</param>
/// <param name="Sentence">The sentence, with its numbers.</param>
public sealed record Finding(string Name, string Sentence);

namespace SteerScope.Prompts;

/// <summary>One document: a text, or its ids.</summary>
internal sealed record CorpusDocument(int Line, string? Text, IReadOnlyList<int>? Ids);

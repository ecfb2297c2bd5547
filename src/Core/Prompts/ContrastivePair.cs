namespace SteerScope.Prompts;

/// <summary>A prompt with an answer that matches the behaviour and one that does not, as a file holds it.</summary>
/// <param name="Row">Its place among the rows of the file, from 0, rows that cannot be used included.</param>
/// <param name="Line">The line on which it starts, from 1.</param>
public abstract record ContrastivePair(int Row, int Line);

/// <summary>A pair given as text; a <see cref="PromptTemplate"/> makes the prompt of it.</summary>
/// <param name="Row">Its place among the rows of the file, from 0.</param>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Question">The question or prompt.</param>
/// <param name="Matching">The answer that matches the behaviour.</param>
/// <param name="NotMatching">The answer that does not.</param>
public sealed record TextPair(int Row, int Line, string Question, string Matching, string NotMatching)
    : ContrastivePair(Row, Line);

/// <summary>A pair given as token ids, which are used as they stand: no template, no BOS is added.</summary>
/// <param name="Row">Its place among the rows of the file, from 0.</param>
/// <param name="Line">The line on which it starts, from 1.</param>
/// <param name="Prompt">Ids of the prompt, BOS included where the model wants one.</param>
/// <param name="Matching">Ids of the answer that matches; the full sequence is prompt, then answer.</param>
/// <param name="NotMatching">Ids of the answer that does not.</param>
public sealed record IdsPair(int Row, int Line, IReadOnlyList<int> Prompt, IReadOnlyList<int> Matching, IReadOnlyList<int> NotMatching)
    : ContrastivePair(Row, Line);

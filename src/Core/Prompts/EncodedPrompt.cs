namespace SteerScope.Prompts;

/// <summary>A full text as token ids.</summary>
/// <param name="Ids">All ids, BOS included.</param>
/// <param name="LastAnswerToken">Position of the last token that holds text of the answer.</param>
internal readonly record struct EncodedPrompt(int[] Ids, int LastAnswerToken);

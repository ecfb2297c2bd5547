namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>A piece of the text that is being split.</summary>
/// <param name="Text">What it says after all rewriting so far.</param>
/// <param name="AtStart">Whether the text that was given to the tokenizer starts with it.</param>
internal readonly record struct TextPiece(string Text, bool AtStart);

using SteerScope.Tokenization.PreTokenizers;

namespace SteerScope.Tokenization.AddedTokens;

/// <summary>A part of the text: an added token, or text between added tokens.</summary>
/// <param name="Piece">The text.</param>
/// <param name="TokenId">The added token's id; -1 for text.</param>
internal readonly record struct TextPart(TextPiece Piece, int TokenId);

using SteerScope.Tokenization.Json;

namespace SteerScope.Tokenization.AddedTokens;

/// <summary>A token that is looked for in the text before the model sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">How it is written.</param>
/// <param name="SingleWord">Whether it counts only where no word character touches it.</param>
/// <param name="StripsLeft">Whether white space before it belongs to it.</param>
/// <param name="StripsRight">Whether white space behind it belongs to it.</param>
/// <param name="Normalized">Whether it is looked for in the normalised text.</param>
/// <param name="Special">Whether it is a control token.</param>
internal sealed record AddedToken(
    int Id, string Content, bool SingleWord, bool StripsLeft, bool StripsRight, bool Normalized, bool Special)
{
    /// <summary>Reads one item of <c>added_tokens</c>.</summary>
    /// <exception cref="InputException">A field is missing or wrong.</exception>
    public static AddedToken Read(JsonField field)
    {
        var content = field.Required("content");
        return new AddedToken(
            field.Required("id").Count(),
            content.Text().Length > 0 ? content.Text() : throw content.Wrong("a string that is not empty"),
            field.Required("single_word").Flag(),
            field.Required("lstrip").Flag(),
            field.Required("rstrip").Flag(),
            field.Required("normalized").Flag(),
            field.Required("special").Flag());
    }
}

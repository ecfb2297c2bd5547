using System.Text;

namespace SteerScope.Tokenization.Decoders;

/// <summary>Cuts up to some occurrences of a character off the ends of each piece.</summary>
internal sealed class StripDecoder(Rune character, int start, int stop) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> pieces) => [.. pieces.Select(Strip)];

    private string Strip(string piece)
    {
        var mark = character.ToString();
        var from = 0;
        for (var i = 0; i < start && piece.AsSpan(from).StartsWith(mark); i++)
        {
            from += mark.Length;
        }

        var to = piece.Length;
        for (var i = 0; i < stop && piece.AsSpan(from, to - from).EndsWith(mark); i++)
        {
            to -= mark.Length;
        }

        return piece[from..to];
    }
}

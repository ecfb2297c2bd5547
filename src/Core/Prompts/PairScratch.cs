using System.Collections.Concurrent;
using SteerScope.Files;

namespace SteerScope.Prompts;

/// <summary>
/// The ids of the pairs that one tokenizer made, in a <see cref="ScratchFile"/>. What a behaviour's file holds later changes
/// nothing in them. Several threads may use it.
/// </summary>
internal sealed class PairScratch
{
    // Line and both reading positions stand before the ids.
    private const int Head = 3;

    private readonly Lock writing = new();

    // A token's text follows from its id, so that there are never more of them than ids in the vocabulary.
    private readonly ConcurrentDictionary<int, string> letters = [];

    private ScratchFile? file;

    /// <summary>Keeps a pair; <see cref="Read"/> may follow <see cref="Flush"/>.</summary>
    /// <exception cref="InputException">There is no room for it.</exception>
    public PairPlace Append(TokenizedPair pair)
    {
        letters.TryAdd(pair.MatchingLetterId, pair.MatchingLetter);
        letters.TryAdd(pair.OtherLetterId, pair.OtherLetter);
        int[] numbers = [pair.Line, pair.MatchingReadPosition, pair.OtherReadPosition, .. pair.Trunk, .. pair.MatchingTail, .. pair.OtherTail];
        lock (writing)
        {
            file ??= new ScratchFile("the prompts");
            return new PairPlace(file.Append(numbers), pair.Row, new PairLengths(pair.Trunk.Count, pair.MatchingTail.Count, pair.OtherTail.Count));
        }
    }

    /// <summary>Makes what was appended readable.</summary>
    /// <exception cref="InputException">There is no room for it.</exception>
    public void Flush()
    {
        lock (writing)
        {
            file?.Flush();
        }
    }

    /// <summary>Reads a pair.</summary>
    public TokenizedPair Read(PairPlace place)
    {
        var (trunk, matching, other) = place.Lengths;
        var numbers = new int[Head + trunk + matching + other];
        file!.Read(numbers, place.Offset);
        var ids = numbers.AsSpan(Head);
        return new TokenizedPair(place.Row, numbers[0], ids[..trunk].ToArray(), ids.Slice(trunk, matching).ToArray(), ids[(trunk + matching)..].ToArray())
        {
            MatchingLetter = letters[ids[trunk]],
            OtherLetter = letters[ids[trunk + matching]],
            MatchingReadPosition = numbers[1],
            OtherReadPosition = numbers[2],
        };
    }
}

namespace SteerScope.Tokenization.Bpe;

/// <summary>
/// Remembers the ids of words. Every word has one slot that it shares with others, the newest staying, so the cache never grows;
/// slots are exchanged as a whole, so that threads need no lock.
/// </summary>
internal sealed class WordCache
{
    private const int SlotCount = 1 << 15;
    private const int LongestWord = 64;
    private readonly Entry?[] _slots = new Entry?[SlotCount];

    /// <summary>The ids of a word, if they are remembered.</summary>
    public int[]? Find(string word)
    {
        var entry = word.Length <= LongestWord ? Volatile.Read(ref _slots[Slot(word)]) : null;
        return entry is not null && entry.Word == word ? entry.Ids : null;
    }

    /// <summary>Remembers the ids of a word; long words are not worth it.</summary>
    public void Store(string word, ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord)
        {
            Volatile.Write(ref _slots[Slot(word)], new Entry(word, ids.ToArray()));
        }
    }

    private static int Slot(string word) => string.GetHashCode(word, StringComparison.Ordinal) & (SlotCount - 1);

    private sealed record Entry(string Word, int[] Ids);
}

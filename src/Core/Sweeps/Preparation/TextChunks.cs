using System.Collections;
using SteerScope.Files;
using SteerScope.Prompts;

namespace SteerScope.Sweeps.Preparation;

/// <summary>
/// The chunks of a corpus, whose ids lie in a <see cref="ScratchFile"/> and not in memory. Several threads may read.
/// </summary>
public sealed class TextChunks : IReadOnlyList<TextChunk>
{
    private readonly ScratchFile _file;

    // All chunks are as long as the first but the last, which may be shorter.
    private readonly int _length;
    private readonly int _lastLength;
    private readonly int _firstCounted;

    private TextChunks(ScratchFile file, int count, int length, int lastLength, int firstCounted)
    {
        _file = file;
        Count = count;
        _length = length;
        _lastLength = lastLength;
        _firstCounted = firstCounted;
    }

    /// <summary>Number of chunks.</summary>
    public int Count { get; }

    /// <summary>Ids in all chunks, BOS included.</summary>
    public long Tokens => ((long)_length * (Count - 1)) + _lastLength;

    /// <summary>Tokens that statistics count.</summary>
    public long CountedTokens => CountedBefore(Count);

    /// <summary>Reads a chunk.</summary>
    public TextChunk this[int index]
    {
        get
        {
            var ids = new int[LengthOf(index)];
            _file.Read(ids, (long)index * _length * sizeof(int));
            return new TextChunk(index, ids, FirstCountedOf(index));
        }
    }

    /// <summary>Writes chunks to a temporary file as they come.</summary>
    /// <param name="chunks">One or more; only the last may be shorter than the others.</param>
    /// <exception cref="InputException">There is no room for the file.</exception>
    public static TextChunks Keep(IEnumerable<TextChunk> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        var file = new ScratchFile("the corpus");
        try
        {
            return Write(chunks, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Ids of a chunk, BOS included.</summary>
    public int LengthOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return index == Count - 1 ? _lastLength : _length;
    }

    /// <summary>The first position of a chunk that statistics count.</summary>
    public int FirstCountedOf(int index) => Math.Min(_firstCounted, LengthOf(index));

    /// <summary>Tokens that statistics count in the chunks before one.</summary>
    public long CountedBefore(int index) => index == Count
        ? CountedBefore(Count - 1) + LengthOf(Count - 1) - FirstCountedOf(Count - 1)
        : (long)index * (_length - _firstCounted);

    /// <inheritdoc/>
    public IEnumerator<TextChunk> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static TextChunks Write(IEnumerable<TextChunk> chunks, ScratchFile file)
    {
        TextChunk? first = null;
        var (count, last) = (0, 0);
        foreach (var chunk in chunks)
        {
            first ??= chunk;
            if (count > 0 && last != first.Ids.Count)
            {
                throw new ArgumentException($"Chunk {count - 1} has {last} ids and is not the last; it should have {first.Ids.Count}.", nameof(chunks));
            }

            file.Append([.. chunk.Ids]);
            (count, last) = (count + 1, chunk.Ids.Count);
        }

        if (first is null)
        {
            throw new ArgumentException("A corpus has at least one chunk.", nameof(chunks));
        }

        file.Flush();
        return new TextChunks(file, count, first.Ids.Count, last, first.FirstCounted);
    }
}

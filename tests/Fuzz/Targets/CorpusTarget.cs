using System.Text;
using SteerScope.Fuzz.Mutators;
using SteerScope.Prompts;

namespace SteerScope.Fuzz.Targets;

/// <summary>Ordinary text, plain and as JSON lines: read, tokenised and cut.</summary>
internal sealed class CorpusTarget : IFuzzTarget
{
    private const int Chunk = 7;

    /// <inheritdoc/>
    public string Name => "corpus";

    /// <inheritdoc/>
    public MemoryBound Memory => new(2 << 20, 1500);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } =
    [
        new("text", "c.txt", Encoding.UTF8.GetBytes("the a\nhe the\n\na the €\r\n\r\n the")),
        new("rows", "c.jsonl", Encoding.UTF8.GetBytes("{\"text\": \"the a\\n\\nthe\"}\n{\"text\": \"h\", \"meta\": {}}\n{\"ids\": [1, 2, 3]}\n")),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new JsonLineMutator(), new LineMutator(["\r", "\n", "\0", "\xE2\x82", "<s>", "{", "\""])];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        foreach (var unit in Enum.GetValues<DocumentUnit>())
        {
            var corpus = new TextCorpus([Path.Combine(folder, seed.FileName)], TextReading.Tokenizer, new CorpusOptions { Document = unit, Chunk = Chunk, Tokens = 5000 });
            if (corpus.Chunks().Any(chunk => chunk.Ids.Count > Chunk + 1 || chunk.Ids.Any(id => id < 0 || id >= TextReading.Tokenizer.VocabularySize)))
            {
                throw new ImplausibleException("A chunk is too long, or holds an id that is not in the vocabulary.");
            }
        }
    }
}

using FsCheck.Xunit;
using SteerScope.Prompts;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class TextCorpusTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ToyTokenizer toy = new(dummySpace: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Chunks_WholeFile_HaveBosInFrontAndShortRest()
    {
        var path = folder.Write("a.txt", "abcdef");
        var chunks = new TextCorpus([path], toy, new CorpusOptions { Tokens = 5, Chunk = 3 }).Chunks().ToArray();
        Assert.Equal([0, .. Ids("▁ab")], chunks[0].Ids);
        Assert.Equal([0, .. Ids("cd")], chunks[1].Ids);
        Assert.Equal([0, 1], chunks.Select(chunk => chunk.Index));
        Assert.All(chunks, chunk => Assert.Equal(1, chunk.FirstCounted));
        Assert.Equal(5, chunks.Sum(chunk => chunk.Counted));
    }

    [Fact]
    public void Chunks_ReferenceConvention_CountsEveryTokenOnce()
    {
        var path = folder.Write("long.txt", new string('w', 21_000));
        var chunks = new TextCorpus([path], toy, new CorpusOptions { Tokens = 20_000, Chunk = 256, Bos = BosPolicy.Always }).Chunks().ToArray();
        Assert.Equal(79, chunks.Length);
        Assert.All(chunks[..78], chunk => Assert.Equal(257, chunk.Ids.Count));
        Assert.Equal(33, chunks[78].Ids.Count);
        Assert.Equal(20_000, chunks.Sum(chunk => chunk.Counted));
    }

    [Theory]
    [InlineData(DocumentUnit.Line, "▁one▁two▁three")]
    [InlineData(DocumentUnit.Paragraph, "▁one\ntwo▁three")]
    [InlineData(DocumentUnit.File, "▁one\r\ntwo\r\n\r\n \r\nthree\r\n")]
    public void Ids_Documents_AreCutAsAsked(DocumentUnit unit, string expected)
    {
        var path = folder.Write("a.txt", "one\r\ntwo\r\n\r\n \r\nthree\r\n");
        var text = new TextCorpus([path], toy, new CorpusOptions { Document = unit }).Ids();
        Assert.Equal(expected.Replace(' ', '▁'), Spell(text));
    }

    [Theory]
    [InlineData(DocumentUnit.Line, "▁a▁b▁c▁d")]
    [InlineData(DocumentUnit.Paragraph, "▁a\nb▁c▁d")]
    [InlineData(DocumentUnit.File, "▁a\nb\n\nc▁d")]
    public void Ids_JsonLines_CutTheirTexts(DocumentUnit unit, string expected)
    {
        var path = folder.Write("a.jsonl", "{\"text\": \"a\\nb\\n\\nc\"}\n\n{\"text\": \"d\", \"source\": 1}\n");
        Assert.Equal(expected, Spell(new TextCorpus([path], toy, new CorpusOptions { Document = unit }).Ids()));
    }

    [Fact]
    public void Ids_GivenDirectly_NeedNoTokenizer()
    {
        var path = folder.Write("a.jsonl", "{\"ids\": [5, 6]}\n{\"ids\": [7]}");
        Assert.Equal([5, 6, 7], new TextCorpus([path], null, new CorpusOptions()).Ids());
        var error = Assert.Throws<InputException>(() => new TextCorpus([path], null, new CorpusOptions { VocabularySize = 6 }).Ids().ToArray());
        Assert.Contains("line 1: ids holds 6", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_EnoughTokens_ReadsNoFurther()
    {
        var path = folder.Write("a.jsonl", "{\"ids\": [5, 6]}\nnot json");
        Assert.Equal([5, 6], new TextCorpus([path], null, new CorpusOptions { Tokens = 2 }).Ids());
        Assert.Throws<InputException>(() => new TextCorpus([path], null, new CorpusOptions { Tokens = 3 }).Ids().ToArray());
    }

    [Theory]
    [InlineData(null, BosPolicy.Never, 0)]
    [InlineData(null, BosPolicy.Auto, 1)]
    [InlineData(0, BosPolicy.Always, 0)]
    [InlineData(2, BosPolicy.Always, 2)]
    [InlineData(9, BosPolicy.Always, 4)]
    public void Chunks_SkipPositions_AreLeftOut(int? skip, BosPolicy bos, int firstCounted)
    {
        var path = folder.Write("a.txt", "abcdef");
        Assert.Equal(firstCounted, new TextCorpus([path], toy, new CorpusOptions { Chunk = 3, Bos = bos, SkipPositions = skip }).Chunks().First().FirstCounted);
    }

    [Theory]
    [InlineData(SpecialTokenText.AsText, 0)]
    [InlineData(SpecialTokenText.AsTokens, 1)]
    public void Ids_LiteralSpecialToken_IsTextUnlessAsked(SpecialTokenText specials, int expected)
    {
        var path = folder.Write("a.txt", "a <s> b");
        Assert.Equal(expected, new TextCorpus([path], toy, new CorpusOptions { SpecialTokens = specials }).Ids().Count(id => id == 0));
    }

    [Theory]
    [InlineData("a.txt", "", "no text in it")]
    [InlineData("a.jsonl", "\n", "no text in it")]
    [InlineData("a.jsonl", "{\"txt\": \"a\"}", "line 1: the field text is missing")]
    [InlineData("a.jsonl", "{\"text\": 3}", "line 1: a row should have either text")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"ids\": [1]}", "line 1: a row should have either text")]
    [InlineData("a.jsonl", "\n{\"ids\": [\"1\"]}", "line 2: a row should have either text")]
    [InlineData("a.md", "x", "the ending of a corpus file must be .txt or .jsonl")]
    public void Chunks_WrongFile_SaysWhat(string name, string text, string expected)
    {
        var path = folder.Write(name, text);
        var error = Assert.Throws<InputException>(() => new TextCorpus([path], toy, new CorpusOptions()).Chunks().ToArray());
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_MissingFileOrBos_SaysSo()
    {
        Assert.Throws<InputException>(() => new TextCorpus([Path.Combine(folder.Root, "none.txt")], toy, new CorpusOptions()));
        Assert.Throws<InputException>(() => new TextCorpus([folder.Write("a.txt", "x")], new ToyTokenizer(bos: null), new CorpusOptions { Bos = BosPolicy.Always }));
    }

    [Fact]
    public void Ids_TextWithoutTokenizer_SaysSo()
    {
        var path = folder.Write("a.txt", "x");
        Assert.Throws<InputException>(() => new TextCorpus([path], null, new CorpusOptions()).Ids().ToArray());
    }

    [Property(MaxTest = 30)]
    public bool Chunks_AnySizes_HoldTheStreamInOrder(byte length, byte tokens, byte chunk)
    {
        using var own = new TempFolder();
        var path = own.Write("a.txt", string.Concat(Enumerable.Range(0, length + 1).Select(i => (char)('a' + (i % 26)))));
        var corpus = new TextCorpus([path], toy, new CorpusOptions { Tokens = tokens + 1, Chunk = chunk + 1 });
        return corpus.Chunks().SelectMany(piece => piece.Ids.Skip(1)).SequenceEqual(corpus.Ids())
            && corpus.Ids().Count() == Math.Min(tokens + 1, length + 2);
    }

    private static IEnumerable<int> Ids(string letters) => letters.Select(letter => 1000 + letter);

    private string Spell(IEnumerable<int> ids) => string.Concat(ids.Select(toy.Piece));
}

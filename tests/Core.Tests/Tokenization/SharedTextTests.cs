using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class SharedTextTests
{
    private static string Reference(string file) => SharedData.Shared("models", "stories260k", "reference", file)!;

    [SharedFact]
    public void Encode_WikitextAsOneString_GivesTheReferenceIds()
    {
        var text = File.ReadAllText(SharedData.Shared("data", "text", "wikitext-2-valid.txt")!);
        var ids = TestTokenizers.Stories260k.Encode(text);
        Assert.Equal(ReferenceIds(), ids.Take(20_000));

        using var norms = JsonDocument.Parse(File.ReadAllBytes(Reference("wikitext_norms.json")));
        var withSpecials = TestTokenizers.Stories260k.Encode(text, SpecialTokenText.AsTokens).Take(20_000).ToList();
        Assert.Equal(norms.RootElement.GetProperty("unk_variant_first_40_ids").Deserialize<int[]>(), withSpecials.Take(40));
        Assert.Equal(norms.RootElement.GetProperty("n_unk_literal_variant").GetInt32(), withSpecials.Count(id => id == 0));
    }

    [SharedTheory]
    [InlineData("stories.txt")]
    [InlineData("tinyshakespeare.txt")]
    [InlineData("wikitext-2-valid.txt")]
    public void Decode_EncodedText_GivesTheTextBack(string file)
    {
        var text = File.ReadAllText(SharedData.Shared("data", "text", file)!);
        Assert.Equal(text, TestTokenizers.Stories260k.Decode(TestTokenizers.Stories260k.Encode(text)));

        var byteLevel = TestTokenizers.Build(TestTokenizers.ByteLevel(
            """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""", "t h", "th e", "Ġ the", "Ġ a"));
        var ids = byteLevel.Encode(text);
        Assert.Equal(text, byteLevel.Decode(ids));
        Assert.Contains(258, ids);
    }

    [SharedFact]
    public void Decode_EveryEvalQuestion_GivesTheTextBackInEveryFamily()
    {
        var files = Directory.GetFiles(SharedData.Shared("data", "evals")!, "*.jsonl", SearchOption.AllDirectories);
        var questions = files.SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("question").GetString()!).ToArray();
        Assert.True(questions.Length > 2_000);
        foreach (var question in questions)
        {
            Assert.Equal(question, TestTokenizers.Stories260k.Decode(TestTokenizers.Stories260k.Encode(question)));
        }

        // A tenth of them with each family, another tenth for each.
        foreach (var (family, number) in PublishedTokenizer.All.Values.Select((family, number) => (family, number)))
        {
            for (var i = number % 10; i < questions.Length; i += 10)
            {
                Assert.Equal(PublishedFamilyTests.Normalised(family, questions[i]), family.Tokenizer.Decode(family.Tokenizer.Encode(questions[i])));
            }
        }
    }

    [SharedTheory]
    [InlineData("stories.txt")]
    [InlineData("tinyshakespeare.txt")]
    [InlineData("wikitext-2-valid.txt")]
    public void Decode_TextInEveryFamily_IsTheTextButForWhatTheFamilyNormalises(string file)
    {
        // A tenth of the text for each family, the whole of it for all.
        var text = File.ReadAllText(SharedData.Shared("data", "text", file)!);
        foreach (var (family, number) in PublishedTokenizer.All.Values.Select((family, number) => (family, number % 10)))
        {
            var part = text[(int)((long)text.Length * number / 10)..(int)((long)text.Length * (number + 1) / 10)];
            Assert.Equal(PublishedFamilyTests.Normalised(family, part), family.Tokenizer.Decode(family.Tokenizer.Encode(part)));
        }
    }

    [SharedTheory]
    [InlineData("corrigible-neutral-HHH", "corrigible-neutral-HHH")]
    [InlineData("letter-A-control", "survival-instinct")]
    public void Encode_PairsOfABehaviour_GivesTheReferenceIds(string reference, string file)
    {
        var lines = File.ReadAllLines(SharedData.Shared("data", "evals", "human_generated", file + ".jsonl")!);
        using var pairs = JsonDocument.Parse(File.ReadAllBytes(Reference(reference + "_ids.json")));
        var compared = 0;
        foreach (var pair in pairs.RootElement.GetProperty("train").EnumerateArray().Concat(pairs.RootElement.GetProperty("test").EnumerateArray()))
        {
            using var line = JsonDocument.Parse(lines[pair.GetProperty("line").GetInt32()]);
            var prompt = line.RootElement.GetProperty("question").GetString() + "\n\nAnswer:";
            var isControl = reference == "letter-A-control";
            var matching = isControl ? " (A)" : line.RootElement.GetProperty("answer_matching_behavior").GetString();
            var other = isControl ? " (B)" : line.RootElement.GetProperty("answer_not_matching_behavior").GetString();
            Assert.Equal(pair.GetProperty("positive").Deserialize<List<int>>(), TestTokenizers.Stories260k.Encode(prompt + matching).Prepend(1));
            Assert.Equal(pair.GetProperty("negative").Deserialize<List<int>>(), TestTokenizers.Stories260k.Encode(prompt + other).Prepend(1));
            compared++;
        }

        Assert.Equal(140, compared);
    }

    private static int[] ReferenceIds()
    {
        var bytes = File.ReadAllBytes(Reference("wikitext_norms.safetensors"));
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        var offsets = header.RootElement.GetProperty("token_ids").GetProperty("data_offsets").Deserialize<int[]>()!;
        return MemoryMarshal.Cast<byte, int>(bytes.AsSpan()[(8 + headerLength + offsets[0])..(8 + headerLength + offsets[1])]).ToArray();
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using SteerScope.Prompts;
using SteerScope.Tests.Support;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

/// <summary>Whole prompts through the tokenizer that the project ships, against the ids of llama2.c's encode().</summary>
public sealed partial class RealTokenizerTests
{
    private static readonly string Folder = Path.Combine(SharedData.Fixtures, "tokenizers", "stories260k");

    [Fact]
    public void Tokenize_PromptsOfTheCases_GivesTheirIdsAndTheLetter()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "tokenizer_cases.json")));
        var tokenizer = new PairTokenizer(TokenizerLoader.Load(Folder), new PairTokenizerOptions { Template = PromptTemplates.Get("answer"), Bos = BosPolicy.Always });
        var prompts = 0;
        foreach (var item in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (Answered().Match(item.GetProperty("text").GetString()!) is not { Success: true } match)
            {
                continue;
            }

            var (question, letter) = (match.Groups["question"].Value, match.Groups["letter"].Value);
            var other = letter == "A" ? "B" : "A";
            using var folder = new TempFolder();
            var file = folder.Write("pairs.jsonl", JsonSerializer.Serialize(new { prompt = question, matching = $" ({letter})", not_matching = $" ({other})" }));
            var pair = Assert.Single(tokenizer.Tokenize(file).Pairs);
            int[] ids = [.. item.GetProperty("ids_bos").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(ids, pair.MatchingIds());
            Assert.Equal((ids.Length - 2, ids.Length - 3), (pair.LetterPosition, pair.PredictingPosition));
            Assert.Equal((letter, other), (pair.MatchingLetter, pair.OtherLetter));
            Assert.Equal((letter == "A" ? 447 : 445, letter == "A" ? 445 : 447), (pair.MatchingLetterId, pair.OtherLetterId));
            prompts++;
        }

        Assert.True(prompts >= 3);
    }

    [GeneratedRegex(@"\A(?<question>.+)\n\nAnswer: \((?<letter>[AB])\)\z", RegexOptions.Singleline)]
    private static partial Regex Answered();
}

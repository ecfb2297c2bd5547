using System.Text.Json;
using SteerScope.Prompts;

namespace SteerScope.Measuring.Worlds;

/// <summary>Pairs of random token ids whose answers are a letter and a closing bracket.</summary>
public static class RandomPairs
{
    private const int FirstId = 3;

    /// <summary>Pairs whose prompts have <paramref name="shortest"/> to <paramref name="longest"/> tokens.</summary>
    public static IReadOnlyList<TokenizedPair> Of(int count, int shortest, int longest, int vocabulary, ulong seed = 7)
    {
        var random = new RandomNumbers(seed);
        using var files = new ExchangeFolder();
        var path = files["pairs.jsonl"];
        File.WriteAllLines(path, Enumerable.Range(0, count).Select(_ => Row(random, shortest + random.Next(longest - shortest + 1), vocabulary)));
        return [.. new PairTokenizer(null, new PairTokenizerOptions { VocabularySize = vocabulary }).Tokenize(path).Pairs];
    }

    private static string Row(RandomNumbers random, int length, int vocabulary)
    {
        int[] letters = [FirstId, FirstId + 1, FirstId + 2];
        int[] prompt = [1, .. Enumerable.Range(1, length - 1).Select(_ => FirstId + letters.Length + random.Next(vocabulary - FirstId - letters.Length))];
        return JsonSerializer.Serialize(new { prompt_ids = prompt, matching_ids = new[] { letters[0], letters[2] }, not_matching_ids = new[] { letters[1], letters[2] } });
    }
}

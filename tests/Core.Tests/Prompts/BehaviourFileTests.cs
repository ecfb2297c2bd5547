using SteerScope.Prompts;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class BehaviourFileTests : IDisposable
{
    private const string Row = """{"question": "Q?\n (A) x", "answer_matching_behavior": " (A)", "answer_not_matching_behavior": " (B)"}""";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_EvalsJsonl_ReadsPairsWithLines()
    {
        var data = BehaviourFile.Load(folder.Write("corrigible.jsonl", $"\uFEFF{Row}\r\n\n{Row}"));
        Assert.Equal("corrigible", data.Name);
        Assert.Equal([new TextPair(0, 1, "Q?\n (A) x", " (A)", " (B)"), new TextPair(1, 3, "Q?\n (A) x", " (A)", " (B)")], data.Pairs);
    }

    [Fact]
    public void Load_CaaJson_ReadsPairsWithLines()
    {
        var data = BehaviourFile.Load(folder.Write("caa.json", $"[\n  {Row},\n\n  {Row}\n]\n"), "sycophancy");
        Assert.Equal("sycophancy", data.Name);
        Assert.Equal([2, 4], data.Pairs.Select(pair => pair.Line));
    }

    [Fact]
    public void Load_PlainJsonl_ReadsPairs()
    {
        var data = BehaviourFile.Load(folder.Write("plain.jsonl", """{"prompt": "The sky is", "matching": " blue", "not_matching": " green", "note": 1}"""));
        Assert.Equal([new TextPair(0, 1, "The sky is", " blue", " green")], data.Pairs);
    }

    [Fact]
    public void Load_TokenIds_ReadsPairs()
    {
        var data = BehaviourFile.Load(folder.Write("ids.jsonl", """{"prompt_ids": [1, 5], "matching_ids": [40, 65, 41], "not_matching_ids": [40, 66, 41]}"""));
        var pair = Assert.IsType<IdsPair>(Assert.Single(data.Pairs));
        Assert.Equal([1, 5], pair.Prompt);
        Assert.Equal([40, 66, 41], pair.NotMatching);
    }

    [Fact]
    public void Load_Csv_ReadsQuotedFields()
    {
        var data = BehaviourFile.Load(folder.Write("plain.csv", "matching,prompt,not_matching\r\n\" (A)\",\"Say \"\"hi\"\",\nor not\", (B)\r\n (B),two, (A)\r\n"));
        Assert.Equal([new TextPair(0, 2, "Say \"hi\",\nor not", " (A)", " (B)"), new TextPair(1, 4, "two", " (B)", " (A)")], data.Pairs);
    }

    [Fact]
    public void Load_RowsThatCannotBeUsed_AreListedByReason()
    {
        var data = BehaviourFile.Load(folder.Write("mixed.jsonl", string.Join('\n',
            """{"question": "q", "answer_matching_behavior": " (A)", "answer_not_matching_behavior": [" (B)", " (C)"]}""",
            Row,
            """{"prompt": "q", "matching": "yes", "not_matching": "yes"}""",
            """{"prompt": "q", "matching": " ", "not_matching": "yes"}""",
            """{"prompt_ids": [1], "matching_ids": [], "not_matching_ids": [2]}""",
            """{"prompt_ids": [1], "matching_ids": [2], "not_matching_ids": [2]}""")));
        Assert.Equal(6, data.RowCount);
        Assert.Equal(1, Assert.Single(data.Pairs).Row);
        Assert.Equal(
            [(1, LeftOutReason.AnswerIsList), (3, LeftOutReason.EqualAnswers), (4, LeftOutReason.EmptyAnswer), (5, LeftOutReason.EmptyAnswer), (6, LeftOutReason.EqualAnswers)],
            data.LeftOut.Select(row => (row.Line, row.Reason)));
    }

    [Theory]
    [InlineData("a.jsonl", "\n{\"question\": \"q\", \"answer_matching_behavior\": \"a\"}", "line 2: the field answer_not_matching_behavior is missing")]
    [InlineData("a.jsonl", "{\"question\": 1, \"answer_matching_behavior\": \"a\", \"answer_not_matching_behavior\": \"b\"}", "line 1: the field question should be a text")]
    [InlineData("a.jsonl", "{\"prompt\": \"q\", \"matching\": \"\\ud800\", \"not_matching\": \"b\"}", "line 1: the field matching should be a text")]
    [InlineData("a.jsonl", "\n{\"\\ud800\": 1}", "line 2: the name of a field is not valid Unicode")]
    [InlineData("a.json", "[\n{\"\\ud800\": 1}]", "line 2 or after: the name of a field is not valid Unicode")]
    [InlineData("a.jsonl", "{\"text\": \"q\"}", "none of the known fields")]
    [InlineData("a.jsonl", "{\"prompt\": \"q\", \"question\": \"b\"}", "fields of more than one form")]
    [InlineData("a.jsonl", "{\"prompt\": \"q\", \"prompt\": \"b\"}", "line 1: is not a JSON object on one line")]
    [InlineData("a.jsonl", "[1]", "line 1: is not a JSON object")]
    [InlineData("a.jsonl", "{\"prompt\": ", "line 1: is not a JSON object on one line")]
    [InlineData("a.jsonl", "{\"prompt_ids\": [1], \"matching_ids\": [-1], \"not_matching_ids\": [2]}", "the field matching_ids should be a list of token ids")]
    [InlineData("a.jsonl", "{\"prompt_ids\": [1], \"matching_ids\": [1.5], \"not_matching_ids\": [2]}", "the field matching_ids should be a list of token ids")]
    [InlineData("a.jsonl", "{\"prompt_ids\": [1], \"matching_ids\": [1]}", "the field not_matching_ids is missing")]
    [InlineData("a.jsonl", "\n \n", "holds no rows")]
    [InlineData("a.json", "{}", "is not an array of objects")]
    [InlineData("a.json", "[\n{}\n,\n3]", "line 2: has none of the known fields")]
    [InlineData("a.json", "[\n\n3]", "line 3: an element of the array is not an object")]
    [InlineData("a.json", "[] 3", "is not valid JSON")]
    [InlineData("a.json", "[", "is not valid JSON")]
    [InlineData("a.json", "", "is not valid JSON")]
    [InlineData("a.csv", "", "holds no rows")]
    [InlineData("a.csv", "prompt,matching,not_matching\na,b", "line 2: has 2 fields; the header names 3")]
    [InlineData("a.csv", "prompt,matching,matching\na,b,c", "the header names the column matching twice")]
    [InlineData("a.csv", "prompt,matching,not_matching\na,\"b,c", "line 2, field 2: its quote is never closed")]
    [InlineData("a.csv", "prompt,matching,not_matching\na,\"b\"c,d", "line 2, field 2: something stands after the closing quote")]
    [InlineData("a.csv", "prompt,matching,not_matching\na,b\"c,d", "line 2, field 2: a quote stands inside a field")]
    [InlineData("a.csv", "prompt,other\na,b", "the field matching is missing")]
    [InlineData("a.tsv", "x", "the ending of a behaviour file must be .jsonl, .json, .csv")]
    public void Load_WrongFile_NamesFileLineAndField(string name, string text, string expected)
    {
        var path = folder.Write(name, text);
        var error = Assert.Throws<InputException>(() => BehaviourFile.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    public void Load_NotUtf8_SaysSo(string name)
    {
        var path = folder.Write(name, [(byte)'a', 0xFF, 0xFE, (byte)'\n']);
        Assert.Contains("not valid UTF-8", Assert.Throws<InputException>(() => BehaviourFile.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingFile_SaysSo() =>
        Assert.Contains("no such file", Assert.Throws<InputException>(() => BehaviourFile.Load(Path.Combine(folder.Root, "none.jsonl"))).Message, StringComparison.Ordinal);

    [SharedFact]
    public void Load_EveryEvalFile_AccountsForEveryRow()
    {
        foreach (var path in Directory.EnumerateFiles(SharedData.Shared("data", "evals")!, "*.jsonl", SearchOption.AllDirectories))
        {
            var data = BehaviourFile.Load(path);
            Assert.Equal(File.ReadLines(path).Count(line => line.Length > 0), data.RowCount);
            Assert.NotEmpty(data.Pairs);
        }
    }
}

using System.Text.Json;
using SteerScope.Prompts;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

/// <summary>The built-in templates against the models' own, as jinja2 renders them; tests/fixtures/chat_templates/README.md says how.</summary>
public sealed class PublishedTemplateTests
{
    // Which of the published templates a built-in one is, and which part of theirs it is where they write more.
    private static readonly Dictionary<string, string[]> Same = new()
    {
        ["llama-2"] = ["llama-2-chat"],
        ["llama-3"] = ["llama-3-instruct"],
        ["gemma"] = ["gemma-1-it", "gemma-2-it", "gemma-3-it"],
        ["chatml"] = ["plain-chatml"],
        ["mistral"] = ["mistral-common-v1", "mistral-7b-instruct-v0.2-system"],
        ["mistral-v3"] = ["mistral-v3", "mistral-common-v3"],
        ["mistral-nemo"] = ["mistral-nemo"],
        ["phi-3"] = ["phi-3-mini", "phi-3.5-mini"],
        ["qwen-3"] = ["qwen3", "qwen3-no-thinking"],
        ["zephyr"] = ["zephyr-7b-beta"],
    };

    private static readonly Dictionary<string, string[]> BehindASystemMessage = new()
    {
        ["llama-3"] = ["llama-3.1-instruct", "llama-3.2-instruct", "llama-3.3-instruct"],
        ["chatml"] = ["qwen1.5-chat", "qwen2-instruct", "qwen2.5-instruct"],
    };

    // The built-in ones all take white space around the question away (strip, unless the spec says otherwise); these do not.
    private static readonly string[] KeepsWhiteSpace = ["chatml", "mistral", "mistral-v3", "mistral-nemo", "phi-3", "qwen-3", "zephyr"];

    public static TheoryData<string, string> Equal => Pairs(Same);

    public static TheoryData<string, string> Ending => Pairs(BehindASystemMessage);

    [Theory]
    [MemberData(nameof(Equal))]
    public void Render_BuiltIn_IsWhatTheModelsOwnTemplateWrites(string template, string published)
    {
        foreach (var (question, before) in Cases(published))
        {
            // A sentencepiece tokenizer sets the space in front of [INST] itself.
            Assert.Equal(before.TrimStart(), Rendered(template, question));
        }
    }

    [Theory]
    [MemberData(nameof(Ending))]
    public void Render_ModelWithASystemMessageOfItsOwn_IsWhatFollowsThatMessage(string template, string published)
    {
        foreach (var (question, before) in Cases(published))
        {
            var turn = Rendered(template, question);
            Assert.EndsWith(turn, before, StringComparison.Ordinal);
            Assert.Contains("system", before[..^turn.Length], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_ChatTemplates_AreAllCompared() =>
        Assert.Equal(PromptTemplates.Names.Except(["answer", "none"]).Order(), Same.Keys.Order());

    private static string Rendered(string template, string question) =>
        PromptTemplates.Get(template).With(strip: !KeepsWhiteSpace.Contains(template)).Render(question, "");

    private static List<(string Question, string Before)> Cases(string published)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedData.Fixtures, "chat_templates", "cases.json")));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray()
            .Where(c => c.GetProperty("name").GetString() == published)
            .Select(c => (c.GetProperty("question").GetString()!, c.GetProperty("with_answer").GetString()!)).ToList();
        Assert.Equal(3, cases.Count);
        return cases;
    }

    private static TheoryData<string, string> Pairs(Dictionary<string, string[]> map)
    {
        var data = new TheoryData<string, string>();
        foreach (var (template, published) in map.SelectMany(entry => entry.Value.Select(published => (entry.Key, published))))
        {
            data.Add(template, published);
        }

        return data;
    }
}

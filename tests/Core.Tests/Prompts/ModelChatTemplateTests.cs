using SteerScope.Core.Tests.Tokenization;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class ModelChatTemplateTests
{
    private const string ChatMl = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n'}}{% endfor %}";

    [Theory]
    [InlineData("chatml", ChatMl, null)]
    [InlineData("answer", ChatMl, null)]
    [InlineData("none", ChatMl, null)]
    [InlineData("llama-3", null, null)]
    [InlineData("llama-3", ChatMl, "the model's own chat_template does not write <|start_header_id|>, as the template llama-3 does: chatml may be meant")]
    [InlineData("qwen-3", ChatMl, "the model's own chat_template does not write </think>, as the template qwen-3 does: chatml may be meant")]
    [InlineData("chatml", "{{ '[INST] ' + message['content'] + ' [/INST]' }}", "does not write <|im_start|>, as the template chatml does: mistral may be meant")]
    [InlineData("gemma", "{{ message['content'] }}", "the model's own chat_template does not write <start_of_turn>, as the template gemma does")]
    [InlineData("zephyr", "{{ '<|user|>\\n' + message['content'] + '<|end|>\\n' }}", "does not write eos_token, as the template zephyr does: phi-3 may be meant")]
    public void Warning_TemplateAndProgram_AreCompared(string template, string? program, string? expected)
    {
        var warning = ModelChatTemplate.Warning(program, null, PromptTemplates.Get(template));
        if (expected is null)
        {
            Assert.Null(warning);
        }
        else
        {
            Assert.EndsWith(expected, warning, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mistral", "mistral-v0.3", true)]
    [InlineData("mistral", "mistral-nemo", true)]
    [InlineData("llama-2", "mistral-v0.3", true)]
    [InlineData("mistral-v3", "mistral-v0.3", false)]
    [InlineData("mistral", "mistral-v0.1", false)]
    [InlineData("llama-2", "llama-2", false)]
    public void Warning_SpelledInstForATokenizerThatHasItAsToken_SaysSo(string template, string family, bool warns)
    {
        var warning = ModelChatTemplate.Warning(null, PublishedTokenizer.All[family].Tokenizer, PromptTemplates.Get(template));
        Assert.Equal(warns, warning?.Contains("here it is a control token", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"chat_template":"abc"}""", "abc")]
    [InlineData("tokenizer_config.json", """{"chat_template":[{"name":"tool_use","template":"x"},{"name":"default","template":"abc"}]}""", "abc")]
    [InlineData("tokenizer_config.json", """{"chat_template":[{"name":"rag","template":"x"}]}""", null)]
    [InlineData("tokenizer_config.json", """{"chat_template":null}""", null)]
    [InlineData("tokenizer_config.json", "{}", null)]
    [InlineData("chat_template.jinja", "abc", "abc")]
    [InlineData("other.json", "{}", null)]
    public void Find_Folder_GivesTheProgramForPlainConversations(string file, string content, string? expected)
    {
        using var folder = new TempFolder();
        Assert.Equal(expected, ModelChatTemplate.Find(Path.GetDirectoryName(folder.Write(file, content))!));
    }

    [Fact]
    public void Of_PairAsTokens_ShowsWhatIsReadAndItsNeighbours()
    {
        var toy = new ToyTokenizer(["Answer"]);
        var data = new BehaviourDataset("toy", "toy.jsonl", [new TextPair(0, 1, "Q", " (A)", " (B)")], []);
        var pair = new PairTokenizer(toy, new PairTokenizerOptions()).Tokenize(data).Pairs[0];
        Assert.Equal("token 9 of 10 is read: ... '\\n' 'Answer' ':' '▁' '(' ['A'] ')'; with the other answer it is ['B']; token 8 predicts the letter", PromptExcerpt.Of(toy, pair));
        Assert.StartsWith("token 9 of 10 is read: ... #1010 ", PromptExcerpt.Of(null, pair), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LastAnswerToken_StillShowsWhereTheLetterIsPredicted()
    {
        var toy = new ToyTokenizer();
        var data = new BehaviourDataset("toy", "toy.jsonl", [new TextPair(0, 1, "Q", "yes, that is so", "no")], []);
        var pair = new PairTokenizer(toy, new PairTokenizerOptions { Read = ReadPosition.LastAnswerToken, Template = PromptTemplates.Get("none") }).Tokenize(data).Pairs[0];
        Assert.Equal("token 17 of 17 is read: ... '▁' 'i' 's' '▁' 's' ['o']; with the other answer it is ['o']; token 2 predicts the letter", PromptExcerpt.Of(toy, pair));
    }
}

using FsCheck.Xunit;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class PromptTemplateTests
{
    [Fact]
    public void Render_Default_IsTheReferenceForm() =>
        Assert.Equal("Q?\n\nAnswer: (A)", PromptTemplates.Get("answer").Render("Q?", " (A)"));

    [Fact]
    public void Render_None_IsPromptThenAnswer() => Assert.Equal("The sky is blue", PromptTemplates.Get("none").Render("The sky is", " blue"));

    [Fact]
    public void Render_Chat_StripsQuestionAndAnswer() =>
        Assert.Equal("[INST] Q? [/INST] (A)", PromptTemplates.Get("llama-2").Render(" Q?\n", " (A)"));

    [Fact]
    public void Render_DoubledBraces_AreBraces() =>
        Assert.Equal("{x} Q: } A", PromptTemplate.Parse("{{x}} {question}: }} {answer}").Render("Q", "A"));

    [Theory]
    [InlineData("{question}")]
    [InlineData("{answer}{question}")]
    [InlineData("{question}{question}{answer}")]
    [InlineData("{question}{answer}{answer}")]
    [InlineData("{question}{system}{answer}")]
    [InlineData("{Question}{answer}")]
    [InlineData("{question}{answer}}")]
    [InlineData("{{question}{answer}")]
    [InlineData("{question} {answer")]
    [InlineData("")]
    public void Parse_WrongPlaceholders_SaysTheRule(string text)
    {
        var error = Assert.Throws<InputException>(() => PromptTemplate.Parse(text));
        Assert.Contains("holds {question} once, then {answer} once", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_UnknownName_ListsTheNames() =>
        Assert.Contains("llama-2, llama-3", Assert.Throws<InputException>(() => PromptTemplates.Get("llama")).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_All_AreKnown()
    {
        Assert.Equal(["answer", "none", "llama-2", "llama-3", "gemma", "chatml", "mistral", "mistral-v3", "mistral-nemo", "phi-3", "qwen-3", "zephyr"], PromptTemplates.Names);
        Assert.All(PromptTemplates.Names, name => Assert.Equal(name, PromptTemplates.Get(name).Name));
    }

    [Property]
    public bool Parse_EscapedLiterals_AreKept(string? before, string? between, string? after)
    {
        static string Escape(string? text) => (text ?? "").Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        var template = PromptTemplate.Parse($"{Escape(before)}{{question}}{Escape(between)}{{answer}}{Escape(after)}");
        return template.Render("q", "a") == $"{before}q{between}a{after}";
    }
}

namespace SteerScope.Prompts;

/// <summary>
/// The templates known by name. The chat templates are a single user turn of what the models' own chat_template writes (Meta,
/// Google, Mistral AI, Microsoft, Alibaba, Hugging Face H4), without BOS (which <see cref="BosPolicy"/> adds) and without a system
/// message. Those that their own template sets where none is given (Llama 3.1 to 3.3: dates; Qwen 1.5 to 2.5: "You are ...") are
/// left out too: a text of one's own can hold them.
/// </summary>
public static class PromptTemplates
{
    /// <summary>The default: the question, an empty line, <c>Answer:</c>, the answer as the evals write it, space included.</summary>
    public const string Default = "answer";

    private static readonly PromptTemplate[] All =
    [
        PromptTemplate.Parse(Default, "{question}\n\nAnswer:{answer}"),
        PromptTemplate.Parse("none", "{question}{answer}"),
        Chat("llama-2", "[INST] {question} [/INST] {answer}", specials: false),
        Chat("llama-3", "<|start_header_id|>user<|end_header_id|>\n\n{question}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n{answer}", true, "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
        Chat("gemma", "<start_of_turn>user\n{question}<end_of_turn>\n<start_of_turn>model\n{answer}", true, "<start_of_turn>", "<end_of_turn>"),
        Chat("chatml", "<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n{answer}", true, "<|im_start|>", "<|im_end|>"),
        // [INST] is text for Mistral v0.1 and v0.2 and a control token from v0.3 on.
        Chat("mistral", "[INST] {question} [/INST] {answer}", true),
        Chat("mistral-v3", "[INST] {question}[/INST] {answer}", true, "[INST]", "[/INST]"),
        Chat("mistral-nemo", "[INST]{question}[/INST]{answer}", true, "[INST]", "[/INST]"),
        Chat("phi-3", "<|user|>\n{question}<|end|>\n<|assistant|>\n{answer}", true, "<|user|>", "<|end|>", "<|assistant|>"),

        // The empty think block is what Qwen 3's own template sets in front of an answer; its two tokens are no control tokens.
        Chat("qwen-3", "<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n{answer}", true, "<|im_start|>", "<|im_end|>"),
        // <|user|> is ordinary text for zephyr's tokenizer.
        Chat("zephyr", "<|user|>\n{question}</s>\n<|assistant|>\n{answer}", true, "</s>"),
    ];

    /// <summary>The known names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(template => template.Name)];

    /// <summary>The template of a name, or of a text with <c>{question}</c> and <c>{answer}</c>.</summary>
    /// <exception cref="InputException">It is neither.</exception>
    public static PromptTemplate Get(string nameOrText)
    {
        ArgumentNullException.ThrowIfNull(nameOrText);
        var known = Array.Find(All, template => template.Name == nameOrText);
        if (known is not null)
        {
            return known;
        }

        if (!nameOrText.Contains('{', StringComparison.Ordinal))
        {
            throw new InputException($"template '{nameOrText}': is neither a known name ({string.Join(", ", Names)}) nor a text with {{question}} and {{answer}}.");
        }

        return PromptTemplate.Parse(nameOrText);
    }

    private static PromptTemplate Chat(string name, string text, bool specials, params string[] required) =>
        PromptTemplate.Parse(name, text).AsChat(specials, required);
}

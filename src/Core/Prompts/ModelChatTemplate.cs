using SteerScope.Tokenization;
using SteerScope.Tokenization.Json;

namespace SteerScope.Prompts;

/// <summary>
/// The chat template that a model brings along, a Jinja program. It is not run; the markers that it writes tell whether the chosen
/// template is meant for this model.
/// </summary>
public static class ModelChatTemplate
{
    // What each template's Jinja program must name. Where several fit, the first is proposed.
    private static readonly (string Template, string[] Markers)[] Families =
    [
        ("qwen-3", ["<|im_start|>", "</think>"]),
        ("chatml", ["<|im_start|>"]),
        ("llama-3", ["<|start_header_id|>"]),
        ("gemma", ["<start_of_turn>"]),
        ("phi-3", ["<|user|>", "<|end|>"]),
        ("zephyr", ["<|user|>", "eos_token"]),
        ("llama-2", ["[INST]", "<<SYS>>"]),
        ("mistral", ["[INST]"]),
        ("mistral-v3", ["[INST]"]),
        ("mistral-nemo", ["[INST]"]),
    ];

    /// <summary>The program of a model folder: chat_template.jinja, or <c>chat_template</c> of tokenizer_config.json; null when there is none.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static string? Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            if (Path.Combine(folder, "chat_template.jinja") is var file && File.Exists(file))
            {
                return File.ReadAllText(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path.Combine(folder, "chat_template.jinja")}: the file cannot be read: {e.Message}", e);
        }

        var config = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(config) || JsonFile.Read(config).Optional("chat_template") is not { } program)
        {
            return null;
        }

        // A list holds one program per use; the one named default is for plain conversations.
        return program.IsText ? program.Text()
            : program.IsArray ? program.Items().Where(item => item.IsObject && item.Optional("name") is { IsText: true } name && name.Text() == "default")
                .Select(item => item.Optional("template")).OfType<JsonField>().Where(item => item.IsText).Select(item => item.Text()).FirstOrDefault()
            : null;
    }

    /// <summary>Why a template seems to be meant for another model; null when nothing speaks against it, or it is no chat template.</summary>
    /// <param name="program">The model's own template; null when it has none.</param>
    /// <param name="tokenizer">The tokenizer; null when there is none.</param>
    /// <param name="template">The template chosen.</param>
    public static string? Warning(string? program, ITokenizer? tokenizer, PromptTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (Array.Find(Families, family => family.Template == template.Name) is not { Markers: { } markers })
        {
            return null;
        }

        if (template.Name is "mistral" or "llama-2" && tokenizer is not null && IsControl(tokenizer, "[INST]"))
        {
            return $"the template {template.Name} is for tokenizers that spell [INST] out, and here it is a control token: mistral-v3 (v0.3, Mixtral 8x22B) or mistral-nemo may be meant";
        }

        if (program is null || Array.TrueForAll(markers, marker => program.Contains(marker, StringComparison.Ordinal)))
        {
            return null;
        }

        var missing = string.Join(", ", markers.Where(marker => !program.Contains(marker, StringComparison.Ordinal)));
        var better = Array.Find(Families, family => Array.TrueForAll(family.Markers, marker => program.Contains(marker, StringComparison.Ordinal))).Template;
        return $"the model's own chat_template does not write {missing}, as the template {template.Name} does{(better is null ? "" : $": {better} may be meant")}";
    }

    private static bool IsControl(ITokenizer tokenizer, string text) => tokenizer.Encode(text, SpecialTokenText.AsTokens) is [var id] && tokenizer.Piece(id) == text;
}

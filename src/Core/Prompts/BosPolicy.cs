namespace SteerScope.Prompts;

/// <summary>Whether the beginning-of-sequence token stands in front of a text. It never stands there twice.</summary>
public enum BosPolicy
{
    /// <summary>Where the tokenizer's own settings put it.</summary>
    Auto,

    /// <summary>Always; a tokenizer without one is an error.</summary>
    Always,

    /// <summary>Never; a template that writes it is an error.</summary>
    Never,
}

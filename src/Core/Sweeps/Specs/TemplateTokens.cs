namespace SteerScope.Sweeps.Specs;

/// <summary>What control tokens that a template writes become.</summary>
public enum TemplateTokens
{
    /// <summary>As the built-in template has it; text in a template of one's own.</summary>
    Auto,

    /// <summary>Ordinary text.</summary>
    Text,

    /// <summary>Tokens.</summary>
    Token,
}

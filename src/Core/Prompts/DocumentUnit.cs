namespace SteerScope.Prompts;

/// <summary>What is tokenised as one text. In <c>.jsonl</c> the field <c>text</c> of each row takes the file's place.</summary>
public enum DocumentUnit
{
    /// <summary>The whole file.</summary>
    File,

    /// <summary>A line; empty ones are passed over.</summary>
    Line,

    /// <summary>Lines up to an empty one, joined by newlines.</summary>
    Paragraph,
}

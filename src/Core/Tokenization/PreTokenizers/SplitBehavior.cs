namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>What becomes of the delimiters that a text is split at; the names are those of tokenizer.json.</summary>
internal enum SplitBehavior
{
    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>Each is a piece of its own.</summary>
    Isolated,

    /// <summary>Each belongs to the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each belongs to the piece behind it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring ones make one piece.</summary>
    Contiguous,
}

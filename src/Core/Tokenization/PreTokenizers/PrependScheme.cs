namespace SteerScope.Tokenization.PreTokenizers;

/// <summary>Where Metaspace puts its character in front; the names are those of tokenizer.json.</summary>
internal enum PrependScheme
{
    /// <summary>In front of every piece.</summary>
    Always,

    /// <summary>Only at the start of the text.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}

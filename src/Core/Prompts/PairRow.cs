namespace SteerScope.Prompts;

/// <summary>What a row holds in one field.</summary>
internal enum FieldKind
{
    /// <summary>The row lacks the field.</summary>
    Absent,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list.</summary>
    List,

    /// <summary>Anything else: a number, null, an object, broken text.</summary>
    Other,
}

/// <summary>A row of a behaviour file, whatever the format.</summary>
internal abstract class PairRow
{
    /// <summary>What the field holds.</summary>
    public abstract FieldKind Kind(string field);

    /// <summary>Its text; only where <see cref="Kind"/> is <see cref="FieldKind.Text"/>.</summary>
    public abstract string Text(string field);

    /// <summary>Its ids, or null where an element is not a whole number from 0 to 2^31 - 1; only where <see cref="Kind"/> is <see cref="FieldKind.List"/>.</summary>
    public abstract IReadOnlyList<int>? Ids(string field);
}

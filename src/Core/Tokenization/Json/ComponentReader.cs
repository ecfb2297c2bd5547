namespace SteerScope.Tokenization.Json;

/// <summary>Reads the parts of a tokenizer.json that are told apart by their field <c>type</c>.</summary>
/// <param name="kind">What the part is called in messages.</param>
/// <param name="makers">How each type is made.</param>
internal sealed class ComponentReader<T>(string kind, IReadOnlyDictionary<string, Func<JsonField, T>> makers)
{
    /// <summary>Reads one part.</summary>
    /// <exception cref="InputException">Its type is not one of the supported ones, or a field of it is wrong.</exception>
    public T Read(JsonField field)
    {
        var type = field.Required("type");
        return makers.TryGetValue(type.Text(), out var make)
            ? make(field)
            : throw new InputException(
                $"{type.File}: {type.Path} is the unsupported {kind} '{type.Text()}'; supported are {string.Join(", ", makers.Keys.Order(StringComparer.Ordinal))}.");
    }
}

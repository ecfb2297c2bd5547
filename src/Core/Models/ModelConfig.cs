using System.Text.Json;

namespace SteerScope.Models;

/// <summary>
/// A model's config.json, or a section of it, read field by field. Every reader takes the range that makes sense and
/// throws an <see cref="InputException"/> that names the file and the field. A field that is null counts as absent.
/// </summary>
public sealed class ModelConfig
{
    private readonly JsonElement root;
    private readonly string prefix;

    private ModelConfig(JsonElement root, string source, string prefix)
    {
        this.root = root;
        this.prefix = prefix;
        Source = source;
    }

    /// <summary>The file, for error messages.</summary>
    public string Source { get; }

    /// <summary>The architecture: <c>llama</c>, <c>gpt2</c>, ...</summary>
    public string ModelType => Text("model_type");

    /// <summary>Reads a config.json.</summary>
    public static ModelConfig Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(ModelFiles.ReadJson(path), path);
    }

    /// <summary>Reads the text of a config.json.</summary>
    public static ModelConfig Parse(ReadOnlyMemory<byte> json, string source) =>
        new(ModelFiles.ParseObject(json, source), source, "");

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string field) => Find(field) is not null;

    /// <summary>Whether the field is there, possibly null.</summary>
    public bool Mentions(string field) => root.TryGetProperty(field, out _);

    /// <summary>Whether the field is there with a value that changes something: not null, not false, not <paramref name="neutral"/>.</summary>
    public bool Sets(string field, double neutral = double.NaN) =>
        Find(field) is { } element
        && element.ValueKind != JsonValueKind.False
        && !(element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && value == neutral);

    /// <summary>An integer of a range; absent, it is <paramref name="fallback"/> or an error.</summary>
    public int Integer(string field, int minimum, int maximum, int? fallback = null)
    {
        if (Find(field) is not { } element)
        {
            return fallback ?? throw Wrong(field, $"is missing; an integer from {minimum} to {maximum} is needed");
        }

        // Some writers spell integers 4096.0.
        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value)
            && value == Math.Floor(value) && value >= minimum && value <= maximum
            ? (int)value
            : throw Wrong(field, $"is {Shown(element)}, but must be an integer from {minimum} to {maximum}");
    }

    /// <summary>A finite number from <paramref name="minimum"/> to <paramref name="maximum"/>; absent, it is <paramref name="fallback"/> or an error.</summary>
    public double Number(string field, double minimum, double maximum, double? fallback = null)
    {
        if (Find(field) is not { } element)
        {
            return fallback ?? throw Wrong(field, $"is missing; a number from {minimum} to {maximum} is needed");
        }

        return element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && value >= minimum && value <= maximum
            ? value
            : throw Wrong(field, $"is {Shown(element)}, but must be a number from {minimum} to {maximum}");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string field, bool fallback) => Find(field)?.ValueKind switch
    {
        null => fallback,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(field, "must be true or false"),
    };

    /// <summary>A string; absent, it is <paramref name="fallback"/> or an error.</summary>
    public string Text(string field, string? fallback = null)
    {
        if (Find(field) is not { } element)
        {
            return fallback ?? throw Wrong(field, "is missing; a string is needed");
        }

        return ModelFiles.TryGetText(element, out var text) ? text : throw Wrong(field, "must be a string");
    }

    /// <summary>A list of strings; null when absent.</summary>
    public IReadOnlyList<string>? Texts(string field)
    {
        if (Find(field) is not { } element)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(field, "must be a list of strings");
        }

        return [.. element.EnumerateArray().Select(item =>
            ModelFiles.TryGetText(item, out var text) ? text : throw Wrong(field, "must be a list of strings"))];
    }

    /// <summary>A list of <paramref name="count"/> numbers of a range.</summary>
    public IReadOnlyList<double> Numbers(string field, int count, double minimum, double maximum)
    {
        if (Find(field) is not { } element)
        {
            throw Wrong(field, $"is missing; a list of {count} numbers is needed");
        }

        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != count)
        {
            throw Wrong(field, $"must be a list of {count} numbers");
        }

        return [.. element.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var value) && value >= minimum && value <= maximum
                ? value
                : throw Wrong(field, $"holds {Shown(item)}, but must be a list of {count} numbers from {minimum} to {maximum}"))];
    }

    /// <summary>A nested object; null when absent.</summary>
    public ModelConfig? Section(string field)
    {
        if (Find(field) is not { } element)
        {
            return null;
        }

        return element.ValueKind == JsonValueKind.Object
            ? new ModelConfig(element, Source, $"{prefix}{field}.")
            : throw Wrong(field, "must be an object");
    }

    /// <summary>The error for a field: <c>file: field complaint.</c></summary>
    public InputException Wrong(string field, string complaint) => new($"{Source}: {prefix}{field} {complaint}.");

    private JsonElement? Find(string field) =>
        root.TryGetProperty(field, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private static string Shown(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}

using System.Text.Json;

namespace SteerScope.Tokenization.Json;

/// <summary>One value of a JSON file together with where it stands, so that every complaint names the file and the field.</summary>
internal readonly struct JsonField
{
    private readonly JsonElement _value;
    private readonly string _parent;
    private readonly string? _name;
    private readonly int _index;

    private JsonField(JsonElement value, string file, string parent, string? name, int index)
    {
        (_value, File, _parent, _name, _index) = (value, file, parent, name, index);
    }

    /// <summary>The file, for messages.</summary>
    public string File { get; }

    /// <summary>The field's place, like <c>pre_tokenizer.pretokenizers[0].type</c>; put together only when asked, for there are millions of fields.</summary>
    public string Path =>
        _name is null ? (_index < 0 ? _parent : $"{_parent}[{_index}]")
        : _parent.Length == 0 ? _name
        : $"{_parent}.{_name}";

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => _value.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => _value.ValueKind == JsonValueKind.Array;

    /// <summary>Whether it is a string.</summary>
    public bool IsText => _value.ValueKind == JsonValueKind.String;

    /// <summary>The root of a file.</summary>
    public static JsonField Root(JsonElement value, string file) => new(value, file, string.Empty, null, -1);

    /// <summary>A member that must be there and not null.</summary>
    public JsonField Required(string name) =>
        Optional(name) ?? throw new InputException($"{File}: {new JsonField(_value, File, Path, name, -1).Path} is missing.");

    /// <summary>A member, or null when it is absent or null.</summary>
    public JsonField? Optional(string name)
    {
        if (!IsObject)
        {
            throw Wrong("an object");
        }

        return _value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new JsonField(member, File, Path, name, -1)
            : null;
    }

    /// <summary>The string.</summary>
    public string Text()
    {
        if (!IsText)
        {
            throw Wrong("a string");
        }

        try
        {
            return _value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }
    }

    /// <summary>The truth _value.</summary>
    public bool Flag() => _value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    /// <summary>The integer, not negative.</summary>
    public int Count() =>
        _value.ValueKind == JsonValueKind.Number && _value.TryGetInt32(out var number) && number >= 0
            ? number
            : throw Wrong("an integer from 0 to 2147483647");

    /// <summary>The number.</summary>
    public double Number() =>
        _value.ValueKind == JsonValueKind.Number && _value.TryGetDouble(out var number)
            ? number
            : throw Wrong("a number");

    /// <summary>The items of an array, and how many they are.</summary>
    public IReadOnlyList<JsonField> Items()
    {
        if (!IsArray)
        {
            throw Wrong("an array");
        }

        var path = Path;
        var items = new List<JsonField>(_value.GetArrayLength());
        foreach (var item in _value.EnumerateArray())
        {
            items.Add(new JsonField(item, File, path, null, items.Count));
        }

        return items;
    }

    /// <summary>The members of an object in the file's order, duplicates included.</summary>
    public IReadOnlyList<(string Name, JsonField Value)> Members()
    {
        if (!IsObject)
        {
            throw Wrong("an object");
        }

        var path = Path;
        var members = new List<(string, JsonField)>();
        try
        {
            foreach (var member in _value.EnumerateObject())
            {
                members.Add((member.Name, new JsonField(member.Value, File, path, member.Name, -1)));
            }
        }
        catch (InvalidOperationException e)
        {
            throw NotUnicode(e);
        }

        return members;
    }

    /// <summary>The complaint that this value is not what it should be.</summary>
    public InputException Wrong(string expected)
    {
        var shown = _value.GetRawText();
        return new InputException($"{File}: {Path} must be {expected}, but is {(shown.Length <= 60 ? shown : shown[..57] + "...")}.");
    }

    private InputException NotUnicode(InvalidOperationException cause) =>
        new($"{File}: {Path} holds text that is not valid Unicode.", cause);
}

using System.Text;
using System.Text.Json;

namespace SteerScope.Fuzz.Json;

/// <summary>A JSON value that may be changed to what is no JSON any more: keys may repeat, and leaves are raw text.</summary>
internal sealed class JsonTree
{
    private JsonTree(string raw) => Raw = raw;

    private JsonTree(List<(string Key, JsonTree Value)> members) => Members = members;

    private JsonTree(List<JsonTree> items) => Items = items;

    /// <summary>The text of a leaf as it stands in the file; null for objects and arrays.</summary>
    public string? Raw { get; private set; }

    /// <summary>Of an object: keys as they stand in the file, with their quotes.</summary>
    public List<(string Key, JsonTree Value)>? Members { get; private set; }

    /// <summary>Of an array.</summary>
    public List<JsonTree>? Items { get; private set; }

    /// <summary>A leaf of any text.</summary>
    public static JsonTree Leaf(string raw) => new(raw);

    /// <summary>An array.</summary>
    public static JsonTree Array(IEnumerable<JsonTree> items) => new([.. items]);

    /// <summary>Parses valid JSON; null for what is not.</summary>
    public static JsonTree? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1000 });
            reader.Read();
            var tree = Read(ref reader);
            return reader.Read() ? null : tree;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Becomes another value.</summary>
    public void Become(JsonTree other) => (Raw, Members, Items) = (other.Raw, other.Members, other.Items);

    /// <summary>A copy that shares nothing.</summary>
    public JsonTree Copy() =>
        Members is not null ? new([.. Members.Select(member => (member.Key, member.Value.Copy()))])
        : Items is not null ? new([.. Items.Select(item => item.Copy())])
        : new(Raw!);

    /// <summary>This value and all below it.</summary>
    public List<JsonTree> All()
    {
        var all = new List<JsonTree> { this };
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange(all[i].Members?.Select(member => member.Value) ?? all[i].Items ?? []);
        }

        return all;
    }

    /// <summary>The file's bytes. Lone surrogates of a changed text become what no UTF-8 is.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        Write(text);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    // Text is kept as Latin-1, a character for a byte, so that bytes that are not UTF-8 survive.
    private static JsonTree Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<(string, JsonTree)>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = '"' + Encoding.Latin1.GetString(reader.ValueSpan) + '"';
                    reader.Read();
                    members.Add((key, Read(ref reader)));
                }

                return new JsonTree(members);
            case JsonTokenType.StartArray:
                var items = new List<JsonTree>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return new JsonTree(items);
            case JsonTokenType.String:
                return new JsonTree('"' + Encoding.Latin1.GetString(reader.ValueSpan) + '"');
            default:
                return new JsonTree(Encoding.Latin1.GetString(reader.ValueSpan));
        }
    }

    private void Write(StringBuilder text)
    {
        if (Members is not null)
        {
            text.Append('{');
            for (var i = 0; i < Members.Count; i++)
            {
                text.Append(i == 0 ? "" : ", ").Append(Members[i].Key).Append(": ");
                Members[i].Value.Write(text);
            }

            text.Append('}');
        }
        else if (Items is not null)
        {
            text.Append('[');
            for (var i = 0; i < Items.Count; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                Items[i].Write(text);
            }

            text.Append(']');
        }
        else
        {
            text.Append(Raw);
        }
    }
}

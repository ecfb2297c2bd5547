using System.Text.Json;

namespace SteerScope.Prompts;

/// <summary>A row that is a JSON object.</summary>
internal sealed class JsonPairRow(JsonElement row) : PairRow
{
    /// <inheritdoc/>
    public override FieldKind Kind(string field)
    {
        if (!row.TryGetProperty(field, out var value))
        {
            return FieldKind.Absent;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => TryText(value) is null ? FieldKind.Other : FieldKind.Text,
            JsonValueKind.Array => FieldKind.List,
            _ => FieldKind.Other,
        };
    }

    /// <inheritdoc/>
    public override string Text(string field) =>
        TryText(row.GetProperty(field)) ?? throw new InvalidOperationException($"{field} is not a text.");

    /// <inheritdoc/>
    public override IReadOnlyList<int>? Ids(string field)
    {
        var list = row.GetProperty(field);
        var ids = new int[list.GetArrayLength()];
        var at = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out var id) || id < 0)
            {
                return null;
            }

            ids[at++] = id;
        }

        return ids;
    }

    private static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // The escapes of JSON can spell half a surrogate pair, which is no text.
            return null;
        }
    }
}

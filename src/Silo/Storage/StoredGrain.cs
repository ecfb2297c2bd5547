using System.Text.Json;
using System.Text.Json.Serialization;

namespace SteerScope.Silo.Storage;

/// <summary>A grain's state as it is written to its file.</summary>
/// <param name="Name">Name of the state.</param>
/// <param name="Grain">The grain.</param>
/// <param name="ETag">Changes with every write.</param>
/// <param name="State">The state, in JSON.</param>
internal sealed record StoredGrain(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("grain")] string Grain,
    [property: JsonPropertyName("etag")] string ETag,
    [property: JsonPropertyName("state")] JsonElement State)
{
    /// <summary>The state in a file's content; null when it is none, or another grain's.</summary>
    public static StoredGrain? Parse(JsonElement content, string name, string grain)
    {
        try
        {
            var stored = content.Deserialize<StoredGrain>();
            return stored is { ETag.Length: > 0 } && stored.Name == name && stored.Grain == grain && stored.State.ValueKind != JsonValueKind.Undefined
                ? stored
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The file's content.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);
}

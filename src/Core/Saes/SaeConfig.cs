using System.Text.Json;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>A cfg.json or config.json that lies beside an SAE's weights, with errors that name the file and the key.</summary>
internal sealed class SaeConfig
{
    public const string FileName = "cfg.json";

    private const long LargestSize = 1 << 20;

    private readonly string path;
    private readonly JsonElement root;

    private SaeConfig(string path, JsonElement root)
    {
        this.path = path;
        this.root = root;
    }

    /// <exception cref="InputException">The file is missing or no JSON object.</exception>
    public static SaeConfig Open(string folder, string name = FileName)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (new FileInfo(path).Length > LargestSize)
            {
                throw new InputException($"{path} is larger than {LargestSize} bytes, and must be the configuration of an SAE.");
            }

            var bytes = File.ReadAllBytes(path);
            if (!JsonUnicode.IsValid(bytes, out var line))
            {
                throw new InputException($"{path}: line {line} holds what is not valid Unicode in UTF-8.");
            }

            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SaeConfig(path, document.RootElement.Clone())
                : throw new InputException($"{path} is not a JSON object.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"{path} cannot be read as the configuration of an SAE: {exception.Message}", exception);
        }
    }

    /// <summary>The object under a key, or an empty one.</summary>
    public SaeConfig Section(string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Object
            ? new SaeConfig(path, value)
            : new SaeConfig(path, JsonDocument.Parse("{}").RootElement);

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        var value => throw Wrong(key, value.Value, "a string"),
    };

    public bool? Flag(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var value => throw Wrong(key, value.Value, "true or false"),
    };

    public int? Number(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        var value => throw Wrong(key, value.Value, "a whole number"),
    };

    /// <summary>Whether a key holds true or false rather than something else.</summary>
    public bool IsFlag(string key) => Find(key) is { ValueKind: JsonValueKind.True or JsonValueKind.False };

    /// <summary>Whether a key holds something other than null.</summary>
    public bool Has(string key) => Find(key) is not null;

    public InputException Refuse(string key, string value, string right) =>
        new($"{path}: {key} is {value}, and must be {right}.");

    private JsonElement? Find(string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private InputException Wrong(string key, JsonElement value, string right) => Refuse(key, value.GetRawText(), right);
}

namespace SteerScope.Files;

/// <summary>A dict or OrderedDict of a pickle: its pairs in order, never hashed, since a key may be anything.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Pairs { get; } = [];
}

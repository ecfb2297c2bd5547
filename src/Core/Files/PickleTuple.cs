namespace SteerScope.Files;

/// <summary>A tuple of a pickle. Not a record: comparing nested values could run without end.</summary>
internal sealed class PickleTuple(object?[] items)
{
    public object?[] Items { get; } = items;
}

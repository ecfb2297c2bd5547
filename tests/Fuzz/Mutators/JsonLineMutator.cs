namespace SteerScope.Fuzz.Mutators;

/// <summary>Changes one value of one line of a file of JSON lines.</summary>
internal sealed class JsonLineMutator : IMutator
{
    private static readonly JsonMutator Json = new();

    /// <inheritdoc/>
    public byte[]? Apply(FuzzRandom random, byte[] content, byte[] other)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < content.Length - 1; i++)
        {
            if (content[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        var start = random.Pick(starts);
        var length = content.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var end ? end : content.Length - start;
        return Json.Apply(random, content[start..(start + length)], other) is { } line
            ? ByteMutator.Replace(content, start, length, line)
            : null;
    }
}

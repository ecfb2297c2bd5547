namespace SteerScope.Cluster.Support;

/// <summary>Holds a member up in the middle of a shard.</summary>
public sealed class Gate
{
    private readonly string _folder;
    private readonly Func<string> _said;

    /// <summary>A closed gate.</summary>
    /// <param name="folder">Its folder, which is made.</param>
    /// <param name="said">What is told when nobody comes.</param>
    public Gate(string folder, Func<string> said)
    {
        _said = said;
        _folder = Directory.CreateDirectory(folder).FullName;
        File.WriteAllText(Closed, "");
    }

    /// <summary>What the member is told.</summary>
    public string Argument => $"gate={_folder}";

    private string Closed => Path.Combine(_folder, "closed");

    public void WaitUntilReached() => Until.True(() => File.Exists(Path.Combine(_folder, "reached")), () => $"the member works on a shard; all said:\n{_said()}");

    public void Open() => File.Delete(Closed);
}

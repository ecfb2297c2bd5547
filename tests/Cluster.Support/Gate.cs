namespace SteerScope.Cluster.Support;

/// <summary>Holds a member up in the middle of a shard.</summary>
public sealed class Gate
{
    private readonly string _folder;

    /// <summary>A closed gate.</summary>
    public Gate(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        File.WriteAllText(Closed, "");
    }

    /// <summary>What the member is told.</summary>
    public string Argument => $"gate={_folder}";

    private string Closed => Path.Combine(_folder, "closed");

    public void WaitUntilReached() => Until.True(() => File.Exists(Path.Combine(_folder, "reached")), () => "the member works on a shard");

    public void Open() => File.Delete(Closed);
}

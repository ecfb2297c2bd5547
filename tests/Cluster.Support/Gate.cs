namespace SteerScope.Cluster.Support;

/// <summary>Holds a member up in the middle of a shard.</summary>
public sealed class Gate
{
    private readonly string _folder;
    private readonly Func<string> _said;
    private readonly Func<bool> _over;

    /// <summary>A closed gate.</summary>
    /// <param name="folder">Its folder, which is made.</param>
    /// <param name="said">What is told when nobody comes.</param>
    /// <param name="over">Whether nobody can come any more, since all is done.</param>
    public Gate(string folder, Func<string> said, Func<bool> over)
    {
        (_said, _over) = (said, over);
        _folder = Directory.CreateDirectory(folder).FullName;
        File.WriteAllText(Closed, "");
    }

    /// <summary>What the member is told.</summary>
    public string Argument => $"gate={_folder}";

    private bool IsReached => File.Exists(Path.Combine(_folder, "reached"));

    private string Closed => Path.Combine(_folder, "closed");

    public void WaitUntilReached() => Until.True(
        () => IsReached || (_over() && !IsReached ? throw new InvalidOperationException($"Everything was done before the member came to its gate; all said:\n{_said()}") : false),
        () => $"the member works on a shard; all said:\n{_said()}");

    public void Open() => File.Delete(Closed);
}

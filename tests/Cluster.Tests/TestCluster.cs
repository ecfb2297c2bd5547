using System.Security.Cryptography;
using Xunit;

namespace SteerScope.Cluster.Tests;

/// <summary>A cluster of processes on this machine, and a sweep that it runs into a folder of its own.</summary>
internal sealed class TestCluster : IDisposable
{
    private readonly World _world;
    private readonly List<TestProcess> _processes = [];
    private readonly Dictionary<string, (long Changed, long Length)> _stamps = new(StringComparer.Ordinal);

    public TestCluster(World world, string? output = null)
    {
        _world = world;
        var id = Guid.NewGuid().ToString("N")[..12];
        Address = $"localhost:faults-{id}";
        Out = output ?? Path.Combine(world.Root, id);
        Spec = world.WriteSpec(Out);
    }

    public string Address { get; }

    /// <summary>Where the sweep's results go.</summary>
    public string Out { get; }

    public string Spec { get; }

    /// <summary>Artifacts that are committed.</summary>
    public int Committed => Files("artifacts").Count();

    /// <summary>Starts <c>steerscope silo</c>, and returns when it is a member.</summary>
    public TestProcess Silo(params string[] more) => Ready(Command("silo", ["--threads", "1", .. more]));

    /// <summary>Starts a member whose device has faults, and returns when it is a member.</summary>
    public TestProcess Member(params string[] faults) => Ready(Own(TestProcess.Member([$"cluster={Address}", .. faults])));

    /// <summary>Starts several at once.</summary>
    public TestProcess[] Members(int count, params string[] faults)
    {
        TestProcess[] members = [.. Enumerable.Range(0, count).Select(_ => Own(TestProcess.Member([$"cluster={Address}", .. faults])))];
        return [.. members.Select(Ready)];
    }

    /// <summary>Starts <c>steerscope run</c>.</summary>
    public TestProcess Run() => Command("run", Spec, "--json");

    /// <summary>Runs a command about the sweep to its end.</summary>
    public (int Code, string Said) Ask(string command, params string[] more)
    {
        var process = Command(command, [Spec, "--json", .. more]);
        return (process.WaitForExit(), process.Said);
    }

    /// <summary>Waits until so many artifacts more are committed.</summary>
    public void WaitForProgress(int more)
    {
        var goal = Committed + more;
        Until.True(() => Committed >= goal, () => $"{goal} artifacts are committed; members said:\n{Said()}");
    }

    /// <summary>Remembers what is committed now: none of it may be written again.</summary>
    public void Remember()
    {
        foreach (var file in Files("artifacts"))
        {
            Assert.True(_stamps.TryAdd(file, Stamp(file)) || _stamps[file] == Stamp(file), $"{file} was written again");
        }
    }

    /// <summary>Waits until the client says that all is done, and compares.</summary>
    public void AssertCompletes(TestProcess client)
    {
        var code = client.WaitForExit();
        Assert.True(code == 0, $"exit code {code}:\n{client.Said}\nmembers said:\n{Said()}");
        AssertLikeLocal();
    }

    /// <summary>The results are those of an uninterrupted run, nothing was done twice, and nothing half-done is left.</summary>
    public void AssertLikeLocal()
    {
        Assert.Equal(Digests(_world.Local, "tables"), Digests(Out, "tables"));
        Assert.Equal(Digests(_world.Local, "artifacts"), Digests(Out, "artifacts"));
        AssertNothingHalfDone();
    }

    /// <summary>What was committed before is as it was, and nothing is left of what was not.</summary>
    public void AssertNothingHalfDone()
    {
        Remember();
        Assert.All(_stamps.Keys, file => Assert.True(File.Exists(file), $"{file} is gone"));

        // The grain tidies up when it is told that the sweep is over: a moment after the client heard it.
        Until.True(() => HalfDone().Length == 0, () => $"nothing half-done is left: {string.Join(", ", HalfDone())}", TimeSpan.FromSeconds(15));
    }

    /// <summary>What all processes said.</summary>
    public string Said() => string.Join("\n---\n", _processes.Select(p => p.Said));

    public void Dispose() => _processes.ForEach(p => p.Dispose());

    private static (long Changed, long Length) Stamp(string file) => (File.GetLastWriteTimeUtc(file).Ticks, new FileInfo(file).Length);

    private static SortedDictionary<string, string> Digests(string root, string part)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories))
        {
            digests.Add(Path.GetRelativePath(root, file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        }

        return digests;
    }

    private string[] HalfDone() => [.. Directory.EnumerateFileSystemEntries(Out, "*.inprogress", SearchOption.AllDirectories)];

    private IEnumerable<string> Files(string part)
    {
        var folder = Path.Combine(Out, part);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];
    }

    private TestProcess Command(string command, params string[] args) => Own(TestProcess.Command([command, .. args, "--cluster", Address]));

    private TestProcess Own(TestProcess process)
    {
        _processes.Add(process);
        return process;
    }

    private static TestProcess Ready(TestProcess process)
    {
        process.WaitFor("member of ");
        return process;
    }
}

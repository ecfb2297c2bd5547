using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace SteerScope.Cluster.Support;

/// <summary>A cluster of processes on this machine, and a sweep that it runs into a folder of its own.</summary>
public sealed class ProcessCluster : IDisposable
{
    private readonly World _world;
    private readonly List<TestProcess> _processes = [];
    private readonly Dictionary<string, (long Changed, long Length)> _stamps = new(StringComparer.Ordinal);

    private TestProcess? _client;

    /// <summary>A cluster without members.</summary>
    /// <param name="world">What its sweeps are about.</param>
    /// <param name="output">Where the first sweep's results go; a new folder when left out.</param>
    /// <param name="address">Its address; one of this machine when left out.</param>
    public ProcessCluster(World world, string? output = null, string? address = null)
    {
        _world = world;
        Address = address ?? $"localhost:faults-{NewName()}";
        (Out, Spec) = ("", "");
        Begin(output);
    }

    public string Address { get; }

    /// <summary>Where the sweep's results go.</summary>
    public string Out { get; private set; }

    public string Spec { get; private set; }

    /// <summary>Artifacts that are committed.</summary>
    public int Committed => Files("artifacts").Count();

    /// <summary>The number of the term, which grows whenever another activation of the sweep's grain takes its books over; 0 before the first.</summary>
    public long Term => File.Exists(Path.Combine(Out, "state", "epoch")) ? long.Parse(File.ReadAllText(Path.Combine(Out, "state", "epoch"))) : 0;

    /// <summary>Turns to another sweep, of a folder of its own.</summary>
    public void Begin(string? output = null)
    {
        Out = output ?? Path.Combine(_world.Root, NewName());
        Spec = _world.WriteSpec(Out);
        _stamps.Clear();
    }

    /// <summary>Starts <c>steerscope silo</c>, and returns when it is a member.</summary>
    public TestProcess Silo(params string[] more) => Ready(Command("silo", ["--threads", "1", .. more]));

    /// <summary>Starts a member whose device has faults, and returns when it is a member.</summary>
    public TestProcess Member(params string[] faults) => Ready(Own(TestProcess.Member([$"cluster={Address}", .. faults])));

    /// <summary>Starts several at once.</summary>
    public TestProcess[] Members(int count, params string[] faults)
    {
        TestProcess[] members = [.. Enumerable.Range(0, count).Select(_ => Joining(faults))];
        return [.. members.Select(Ready)];
    }

    /// <summary>Starts a member, and does not wait for it.</summary>
    public TestProcess Joining(params string[] faults) => Own(TestProcess.Member([$"cluster={Address}", .. faults]));

    /// <summary>A closed gate.</summary>
    public Gate Gate() => new(Path.Combine(_world.Root, NewName()), Said, () => _client is { HasExited: true });

    /// <summary>Starts <c>steerscope run</c>.</summary>
    public TestProcess Run() => _client = Command("run", Spec, "--json");

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
        Assert.True(goal <= Directory.GetFiles(Path.Combine(_world.Local, "artifacts"), "*", SearchOption.AllDirectories).Length, "there is no work left to wait for");
        WaitUntil(() => Committed >= goal, $"{goal} artifacts are committed");
    }

    /// <summary>Waits until something holds; what everybody said is told when it never does.</summary>
    public void WaitUntil(Func<bool> condition, string what) =>
        Until.True(condition, () => $"{what}; status says:\n{Ask("status").Said}\nall said:\n{Said()}");

    /// <summary>Whether everything of a stage is committed but so many items' artifacts.</summary>
    public bool IsMade(string stage, int except = 0) => Files("artifacts", stage).Count() == Directory.GetFiles(Path.Combine(_world.Local, "artifacts", stage)).Length - (except * World.Layers);

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
        WaitUntil(() => client.HasExited, "the client ends");
        var code = client.WaitForExit();
        Assert.True(code == 0, $"exit code {code}:\n{client.Said}\nall said:\n{Said()}");
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
        WaitUntil(() => HalfDone().Length == 0, "nothing half-done is left");
    }

    /// <summary>Lines of the ledger of a kind, such as <c>death</c>.</summary>
    public IReadOnlyList<JsonElement> Ledger(string kind)
    {
        var entries = new List<JsonElement>();
        var folder = Path.Combine(Out, "state", "ledger");
        foreach (var line in Directory.GetFiles(folder, "*.jsonl").SelectMany(File.ReadAllLines))
        {
            using var entry = JsonDocument.Parse(line);
            if (entry.RootElement.GetProperty("kind").GetString() == kind)
            {
                entries.Add(entry.RootElement.Clone());
            }
        }

        return entries;
    }

    /// <summary>Folders of the sessions that are open.</summary>
    public IReadOnlyList<string> Sessions() => [.. Directory.GetDirectories(Path.Combine(Out, "staging")).Where(folder => long.TryParse(Path.GetFileName(folder), out _))];

    /// <summary>What all processes said.</summary>
    public string Said() => string.Join("\n---\n", _processes.Select(p => p.Log));

    /// <summary>Writes what every process said into a file of its own.</summary>
    public void WriteLogs(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var process in _processes)
        {
            File.WriteAllText(Path.Combine(folder, $"{process.Id}.log"), process.Log);
        }
    }

    public void Dispose() => _processes.ForEach(p => p.Dispose());

    private static string NewName() => Guid.NewGuid().ToString("N")[..12];

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

    private IEnumerable<string> Files(params string[] part)
    {
        var folder = Path.Combine([Out, .. part]);
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
        process.WaitUntilMember();
        return process;
    }
}

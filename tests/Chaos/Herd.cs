using System.Globalization;
using SteerScope.Cluster.Support;

namespace SteerScope.Chaos;

/// <summary>The members of a cluster: they are started, killed, told to stop, and stopped for a while.</summary>
internal sealed class Herd(ProcessCluster cluster, Random random, int most, Action<string> say)
{
    // Beyond the silence after which a session is lost, and beyond what the cluster's own liveness takes for death.
    private const double LongestStop = 20;
    private readonly List<TestProcess> _members = [];
    private readonly Dictionary<TestProcess, DateTime> _stopped = [];

    /// <summary>Faults so far.</summary>
    public int Faults { get; private set; }

    /// <summary>Does something to a member, or starts one.</summary>
    public void Change()
    {
        Look();
        if (_members.Count < most && random.Next(3) == 0 || _members.Count == 0)
        {
            Start();
            return;
        }

        var member = _members[random.Next(_members.Count)];
        switch (random.Next(6))
        {
            case 0 or 1:
                Do(member, "kill -9", member.Kill);
                break;
            case 2:
                Do(member, "SIGTERM", member.Terminate);
                break;
            case 3 or 4 when !_stopped.ContainsKey(member):
                _stopped[member] = DateTime.UtcNow.AddSeconds(LongestStop * random.NextDouble() * random.NextDouble());
                Do(member, "SIGSTOP", member.Stop);
                break;
            default:
                break;
        }
    }

    /// <summary>Starts members until there are as many as there may be.</summary>
    public void Fill()
    {
        Look();
        while (_members.Count < most)
        {
            Start();
        }
    }

    /// <summary>Lets all go on, and fills up.</summary>
    public void Heal()
    {
        foreach (var member in _stopped.Keys.ToArray())
        {
            Continue(member);
        }

        Fill();
    }

    private void Start()
    {
        var member = cluster.Joining(
            "silence=5", "drain=2", string.Create(CultureInfo.InvariantCulture, $"pace={0.1 * random.NextDouble():0.000}"));
        _members.Add(member);
        say($"start {member.Id}");
    }

    private void Do(TestProcess member, string what, Action fault)
    {
        Faults++;
        say($"{what} {member.Id}");
        fault();
    }

    private void Continue(TestProcess member)
    {
        _stopped.Remove(member);
        say($"SIGCONT {member.Id}");
        member.Continue();
    }

    private void Look()
    {
        foreach (var (member, due) in _stopped.ToArray())
        {
            if (DateTime.UtcNow > due)
            {
                Continue(member);
            }
        }

        foreach (var member in _members.Where(m => m.HasExited).ToArray())
        {
            _members.Remove(member);
            _stopped.Remove(member);
            say($"{member.Id} has ended");
        }
    }
}

using System.Globalization;
using System.Text.Json;
using SteerScope.Client.Progress;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps.Leases;

namespace SteerScope.Client.Cluster;

/// <summary>A sweep's status as text or JSON.</summary>
internal static class StatusText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, SweepStatus status, bool json)
    {
        if (json)
        {
            output.WriteLine(Json(status));
            return;
        }

        if (status.Problem is { } problem)
        {
            output.WriteLine($"cannot run   {problem}");
            return;
        }

        if (status.Snapshot is not { } snapshot)
        {
            output.WriteLine("reading what the spec names");
            foreach (var line in Lines(status))
            {
                output.WriteLine(line);
            }

            return;
        }

        output.WriteLine($"{"phase",-12} {SnakeCase.Of(snapshot.Phase)}");
        foreach (var stage in snapshot.Stages)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StageProgress.NameOf(stage.Stage),-12} {stage.Done}/{stage.Total}"));
        }

        foreach (var line in Lines(status))
        {
            output.WriteLine(line);
        }

        foreach (var member in Members(snapshot))
        {
            output.WriteLine($"{"works",-12} {member}");
        }

        output.WriteLine($"{"books",-12} kept by {status.Keeper}");
        foreach (var failure in snapshot.Failures)
        {
            output.WriteLine($"{"failed",-12} {failure.Item}: {failure.Reason}");
        }
    }

    /// <summary>One JSON object.</summary>
    public static string Json(SweepStatus status) => JsonSerializer.Serialize(new
    {
        @event = "status",
        phase = status.Snapshot is { } s ? SnakeCase.Of(s.Phase) : status.Problem is null ? "preparing" : "refused",
        problem = status.Problem,
        stages = status.Snapshot?.Stages.ToDictionary(c => StageProgress.NameOf(c.Stage), c => new { done = c.Done, total = c.Total, running = c.Running, failed = c.Failed, ready = c.Ready }),
        waiting = Lines(status).ToArray(),
        keeper = status.Keeper,
        sessions = status.Snapshot?.Sessions.Select(x => new { device = x.Owner.Device, items = x.Items, silent_seconds = Math.Round(x.Silence.TotalSeconds, 1) }),
        failed = status.Snapshot?.Failures.Select(f => new { item = f.Item, reason = f.Reason, attempts = f.Attempts }),
        failures = status.FailureCount,
        @out = status.Out,
    });

    /// <summary>What is in the way, if anything.</summary>
    public static IEnumerable<string> Lines(SweepStatus status)
    {
        if (status.Snapshot is { } snapshot)
        {
            if (snapshot.WaitsForModel)
            {
                yield return $"{"waits for",-12} {Wanted(status.DeviceClass)}";
            }

            if (snapshot.WaitsForMerging)
            {
                yield return $"{"waits for",-12} any member: steerscope silo --device none would do";
            }
        }

        if (status.Hindrance is { } hindrance)
        {
            yield return $"{"hindered",-12} {hindrance}";
        }

        foreach (var unable in status.Unable)
        {
            yield return $"{"unable",-12} {unable}";
        }
    }

    /// <summary>Who works at what, a line each.</summary>
    public static IEnumerable<string> Members(LeaseSnapshot snapshot)
    {
        var width = snapshot.Sessions.Select(s => MemberNames.Of(s.Owner).Length).DefaultIfEmpty().Max();
        foreach (var session in snapshot.Sessions)
        {
            var work = session.Items.Count == 0 ? "waits"
                : session.Items.Count > session.Owner.Lanes ? string.Create(CultureInfo.InvariantCulture, $"{session.Items[0]}, {session.Items.Count - session.Owner.Lanes} waiting")
                : session.Items[0];
            var silence = session.Silence > TimeSpan.FromSeconds(5)
                ? string.Create(CultureInfo.InvariantCulture, $" (silent for {session.Silence.TotalSeconds:0} s)")
                : "";
            yield return $"{MemberNames.Of(session.Owner).PadRight(width)}  {work}{silence}";
        }
    }

    // The class as people ask for it, and what is missing.
    private static string Wanted(string deviceClass) => deviceClass.Split('.', 2) switch
    {
        ["torch-cuda", var gpu] => $"gpu={gpu}, and no member was started with --label gpu={gpu}",
        ["torch-cuda"] => "a GPU, and no member was started with --device cuda:N",
        _ => $"{deviceClass}, and no member was started with --device {deviceClass}",
    };
}

using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;
using SteerScope.Client.Commands;
using SteerScope.Client.Progress;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Results;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Cluster;

/// <summary>What the command does with sweeps on a cluster.</summary>
internal static class ClusterRuns
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(0.5);

    // What a member kept that has just died is on another after ten seconds or so, and after twice as long where several died.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Hands a sweep in, or finds it where it was handed in before, and follows it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="spec">The sweep.</param>
    /// <param name="json">Whether output is for machines.</param>
    /// <param name="seen">Told of every status that is shown.</param>
    public static int Run(ClusterAccess cluster, SweepSpec spec, bool json, Action<SweepStatus>? seen = null) => With(cluster, async (connection, cancellation) =>
    {
        var submission = Submission(spec);
        var id = await PatientlyAsync(connection, () => Catalog(connection).Submit(submission), cancellation);
        return await FollowAsync(connection, id, json, submission, seen, cancellation);
    });

    /// <summary>Follows a sweep.</summary>
    public static int Watch(ClusterAccess cluster, SweepSpec spec, bool json) => With(cluster, async (connection, cancellation) =>
        await FollowAsync(connection, await IdAsync(connection, spec, cancellation), json, null, null, cancellation));

    /// <summary>Says where it stands.</summary>
    public static int Status(ClusterAccess cluster, SweepSpec spec, bool json) => With(cluster, async (connection, cancellation) =>
    {
        var id = await IdAsync(connection, spec, cancellation);
        var status = await PatientlyAsync(connection, () => Sweep(connection, id).Status(), cancellation);
        StatusText.Write(Console.Out, status, json);
        return status.Problem is not null || status.FailureCount > 0 ? ExitCode.FailedItems : ExitCode.Done;
    });

    /// <summary>Stops it.</summary>
    public static int Cancel(ClusterAccess cluster, SweepSpec spec, bool json) => With(cluster, async (connection, cancellation) =>
    {
        var id = await IdAsync(connection, spec, cancellation);
        await PatientlyAsync(
            connection,
            async () =>
            {
                await Sweep(connection, id).Cancel();
                return true;
            },
            cancellation);
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { @event = "cancelled", @out = OutOf(spec) })
            : $"cancelled; what is done stays in {OutOf(spec)}, and steerscope run goes on from there");
        return ExitCode.Done;
    });

    /// <summary>Copies tables and page here.</summary>
    public static int Pull(ClusterAccess cluster, SweepSpec spec, string target, bool json) => With(cluster, async (connection, cancellation) =>
    {
        var results = connection.Grains.GetGrain<IResultsGrain>(await IdAsync(connection, spec, cancellation));
        var (copied, kept) = await ResultsPull.RunAsync(results, target, cancellation);
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { @event = "pulled", copied, kept, @out = target })
            : $"{copied} files copied to {target}, {kept} were there already");
        return ExitCode.Done;
    });

    /// <summary>Reads one feature.</summary>
    public static FeatureReading Feature(ClusterAccess cluster, SweepSpec spec, FeatureReference reference) => With(cluster, async (connection, cancellation) =>
    {
        var results = connection.Grains.GetGrain<IResultsGrain>(await IdAsync(connection, spec, cancellation));
        return await PatientlyAsync(connection, () => results.Feature(reference), cancellation);
    });

    private static SweepSubmission Submission(SweepSpec spec) =>
        new(MessageLimits.RequireSpec(SpecFile.ToYaml(spec)), Path.GetFullPath(spec.Folder), OutOf(spec));

    private static string OutOf(SweepSpec spec) => new SweepFolder(SpecPaths.Full(spec, spec.Out)).Root;

    private static ISweepGrain Sweep(ClusterConnection connection, string id) => connection.Grains.GetGrain<ISweepGrain>(id);

    private static ICatalogGrain Catalog(ClusterConnection connection) => connection.Grains.GetGrain<ICatalogGrain>(0);

    private static async Task<TAnswer> PatientlyAsync<TAnswer>(ClusterConnection connection, Func<Task<TAnswer>> ask, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask().WaitAsync(cancellation);
            }
            catch (Exception e) when (e is not InputException && !cancellation.IsCancellationRequested)
            {
                if (Stopwatch.GetElapsedTime(begun) > Patience)
                {
                    throw new InputException($"the cluster {connection.Address} does not answer: {MessageLimits.Sentence(e)}", e);
                }
            }

            await Task.Delay(Poll, cancellation);
        }
    }

    private static async Task<string> IdAsync(ClusterConnection connection, SweepSpec spec, CancellationToken cancellation)
    {
        var id = SweepId.Of(OutOf(spec));
        return await PatientlyAsync(connection, () => Catalog(connection).Find(id), cancellation) is not null
            ? id
            : throw new InputException($"the cluster {connection.Address} has no sweep that writes into {OutOf(spec)}; steerscope run --cluster hands one in.");
    }

    private static async Task<int> FollowAsync(
        ClusterConnection connection, string id, bool json, SweepSubmission? again, Action<SweepStatus>? seen, CancellationToken cancellation)
    {
        Task<SweepStatus?> Follow(IClusterProgress progress) => FollowAsync(connection, id, progress, again, seen, cancellation);
        var end = !json && Terminal.IsDrawn
            ? await ClusterBars.ShowAsync(AnsiConsole.Console, Follow)
            : await Follow(new ClusterLines(Console.Out, TimeProvider.System, json));
        if (end is not null)
        {
            return Ended(end, end.Snapshot!.Phase, json);
        }

        Console.Error.WriteLine("steerscope: not followed any more; the sweep goes on. steerscope watch shows it, steerscope cancel stops it.");
        return ExitCode.Cancelled;
    }

    // Null when nobody wants to follow it any more.
    private static async Task<SweepStatus?> FollowAsync(
        ClusterConnection connection, string id, IClusterProgress progress, SweepSubmission? again, Action<SweepStatus>? seen, CancellationToken cancellation)
    {
        var forgotten = false;
        while (true)
        {
            try
            {
                if (forgotten)
                {
                    await Catalog(connection).Submit(again!).WaitAsync(cancellation);
                    forgotten = false;
                }

                var status = await Sweep(connection, id).Status().WaitAsync(cancellation);
                if (status.Problem is { } problem)
                {
                    throw new InputException(problem);
                }

                progress.Show(status);
                seen?.Invoke(status);
                if (status.Snapshot is { Phase: not (ClusterPhase.Items or ClusterPhase.Results) })
                {
                    return status;
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return null;
            }
            catch (InputException) when (again is not null && !forgotten)
            {
                // All members may have been gone at once, and their list of sweeps with them: what is done is on the disk.
                if (await PatientlyAsync(connection, () => Catalog(connection).Find(id), cancellation) is not null)
                {
                    throw;
                }

                forgotten = true;
            }
            catch (Exception e) when (e is not InputException)
            {
                progress.Unanswered(MessageLimits.Sentence(e));
            }

            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    private static int Ended(SweepStatus status, ClusterPhase phase, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(StatusText.Json(status));
        }
        else if (phase == ClusterPhase.Complete)
        {
            Console.Out.WriteLine($"report  {Path.Combine(status.Out, "report.html")}");
            Console.Out.WriteLine($"tables  {Path.Combine(status.Out, "tables")}");
        }
        else
        {
            Console.Error.WriteLine(phase == ClusterPhase.Cancelled
                ? "steerscope: cancelled; steerscope run goes on from here."
                : $"steerscope: {status.FailureCount} items failed; the rest is done, and steerscope retry --failed tries again.");
        }

        return phase switch
        {
            ClusterPhase.Complete => ExitCode.Done,
            ClusterPhase.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.FailedItems,
        };
    }

    private static T With<T>(ClusterAccess cluster, Func<ClusterConnection, CancellationToken, Task<T>> action)
    {
        using var interrupt = new Interrupt();
        return Task.Run(async () =>
        {
            await using var connection = await ClusterConnection.OpenAsync(cluster, interrupt.Token);
            return await action(connection, interrupt.Token);
        }).GetAwaiter().GetResult();
    }
}

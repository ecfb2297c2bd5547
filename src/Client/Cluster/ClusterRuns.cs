using System.Diagnostics;
using System.Text.Json;
using SteerScope.Client.Commands;
using SteerScope.Grains;
using SteerScope.Grains.Messages;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Leases;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Client.Cluster;

/// <summary>What the command does with sweeps on a cluster.</summary>
internal static class ClusterRuns
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(0.5);

    // What a member kept that has just died is on another after ten seconds or so, and after twice as long where several died.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Hands a sweep in, or finds it where it was handed in before, and follows it.</summary>
    public static int Run(ClusterAccess cluster, SweepSpec spec, bool json) => With(cluster, async (connection, cancellation) =>
    {
        var submission = Submission(spec);
        var id = await PatientlyAsync(connection, () => Catalog(connection).Submit(submission), cancellation);
        return await FollowAsync(connection, id, json, submission, cancellation);
    });

    /// <summary>Follows a sweep.</summary>
    public static int Watch(ClusterAccess cluster, SweepSpec spec, bool json) => With(cluster, async (connection, cancellation) =>
        await FollowAsync(connection, await IdAsync(connection, spec, cancellation), json, null, cancellation));

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
                    throw new InputException($"the cluster {connection.Address} does not answer: {e.Message}", e);
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
        ClusterConnection connection, string id, bool json, SweepSubmission? again, CancellationToken cancellation)
    {
        var progress = new ClusterProgress(Console.Out, TimeProvider.System, json);
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
                if (status.Snapshot is { Phase: not (ClusterPhase.Items or ClusterPhase.Results) } end)
                {
                    return progress.End(status, end);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                Console.Error.WriteLine($"steerscope: not followed any more; the sweep goes on. steerscope watch shows it, steerscope cancel stops it.");
                return ExitCode.Cancelled;
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
                progress.Unanswered(e.Message);
            }

            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    private static int With(ClusterAccess cluster, Func<ClusterConnection, CancellationToken, Task<int>> action)
    {
        using var interrupt = new Interrupt();
        return Task.Run(async () =>
        {
            await using var connection = await ClusterConnection.OpenAsync(cluster, interrupt.Token);
            return await action(connection, interrupt.Token);
        }).GetAwaiter().GetResult();
    }
}

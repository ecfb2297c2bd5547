using System.Diagnostics;
using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>Real processes, killed at random moments: nothing finished is done again, and the results are those of an uninterrupted run.</summary>
public sealed class ResumeTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const int Kills = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_KilledManyTimes_GivesTheTablesOfAnUninterruptedRun(int seed)
    {
        using var folder = new TempFolder();
        RealProcess.Run("run", world.WriteSpec(folder["whole"])).AssertDone();
        var all = Directory.GetFiles(folder["whole", "artifacts"], "*", SearchOption.AllDirectories).Length;
        var random = new Random(seed);
        var spec = world.WriteSpec(folder["killed"]);
        var kept = Snapshot.Stamps(folder["killed", "artifacts"]);
        var interrupted = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            // The last kills hit the tables and the page.
            Func<bool> moment = kill > Kills - 3
                ? FilesIn(folder["killed", "staging", "tables.inprogress"], random.Next(0, 30))
                : FilesIn(folder["killed", "artifacts"], random.Next(all * (kill - 1) / Kills, all * kill / Kills));
            interrupted += KillWhen(moment, spec) ? 1 : 0;
            var now = Snapshot.Stamps(folder["killed", "artifacts"]);
            Snapshot.AssertKept(kept, now);
            kept = now;
        }

        Assert.True(interrupted >= Kills / 2, $"only {interrupted} runs were interrupted");
        RealProcess.Run("run", spec).AssertDone();

        Snapshot.AssertKept(kept, Snapshot.Stamps(folder["killed", "artifacts"]));
        Assert.Equal(Snapshot.Contents(folder["whole", "artifacts"]), Snapshot.Contents(folder["killed", "artifacts"]));
        Assert.Equal(Snapshot.Contents(folder["whole", "tables"]), Snapshot.Contents(folder["killed", "tables"]));
        Assert.Equal(File.ReadAllText(folder["whole", "report.html"]), File.ReadAllText(folder["killed", "report.html"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder["killed"], "*.inprogress", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFileSystemEntries(folder["killed", "staging"]));
    }

    private static Func<bool> FilesIn(string folder, int count) =>
        () => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Skip(count).Any();

    private static bool KillWhen(Func<bool> moment, string spec)
    {
        using var process = RealProcess.Start("run", spec);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        var patience = Stopwatch.StartNew();
        while (!process.WaitForExit(1))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), "the run neither ends nor gets to the moment");
            if (Seen(moment))
            {
                process.Kill();
                process.WaitForExit();
                return true;
            }
        }

        Assert.Equal(0, process.ExitCode);
        return false;
    }

    // Folders come and go while they are looked at.
    private static bool Seen(Func<bool> moment)
    {
        try
        {
            return moment();
        }
        catch (IOException)
        {
            return false;
        }
    }
}

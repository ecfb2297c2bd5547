using SteerScope.Artifacts;
using SteerScope.Core.Tests.Sweeps.EndToEnd;
using SteerScope.Sweeps;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.Hosts;

public sealed class FailureLogTests : IDisposable
{
    private readonly SweepFolder _folder = new(Directory.CreateTempSubdirectory("steerscope-").FullName);

    public void Dispose() => Directory.Delete(_folder.Root, recursive: true);

    [Fact]
    public void ItemFailed_ForAFew_IsWrittenAtOnce()
    {
        using var log = new FailureLog(new SilentObserver(), _folder);
        log.Started([]);
        log.ItemFailed(Item(2), Failure(2));
        log.ItemFailed(Item(1), Failure(1));

        Assert.Equal([Failure(1), Failure(2)], _folder.ReadFailures());
    }

    [Fact]
    public void ItemFailed_ForVeryMany_IsWrittenInTheEnd()
    {
        var writes = 0;
        using (var log = new FailureLog(new SilentObserver(), _folder))
        {
            log.Started([]);
            var known = 0;
            for (var i = 0; i < 400; i++)
            {
                log.ItemFailed(Item(i), Failure(i));
                var written = _folder.ReadFailures().Count;
                Assert.True(written >= (i + 1) * 0.9, $"{written} of {i + 1}");
                writes += written > known ? 1 : 0;
                known = written;
            }
        }

        Assert.Equal(400, _folder.ReadFailures().Count);
        Assert.InRange(writes, 100, 130);
    }

    [Fact]
    public void Failures_ThatAreNone_OrOfDeadProcesses_SaySo()
    {
        Assert.Equal(new ItemFailure("3", "it ended the process that ran it 3 times", 3), ItemFailure.Quarantined(Item(3), 3));
        Assert.Throws<ArgumentException>(() => ItemFailure.Of(Item(3), new SessionFencedException(7), 1));
    }

    private static WorkItem Item(int i) => new($"{i}", SweepStage.Capture, [], []);

    private static ItemFailure Failure(int i) => new($"{i}", "broken", 1);
}

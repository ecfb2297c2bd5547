using SteerScope.Silo.Agents;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Agents;

public sealed class AttemptWatchTests
{
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<int> _call = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    [Fact]
    public async Task AnswerAsync_DeviceNeverHadTheOrder_IsGivenUpWhenItIsMissedTwice()
    {
        var answer = AttemptWatch.AnswerAsync(_call.Task, Asked(_ => false), _time);

        AdvanceUntil(() => answer.IsCompleted);

        await Assert.ThrowsAsync<TimeoutException>(() => answer);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task AnswerAsync_DeviceIsAtWork_WaitsAsLongAsItTakes()
    {
        var answer = AttemptWatch.AnswerAsync(_call.Task, Asked(_ => true), _time);

        AdvanceUntil(() => Volatile.Read(ref _asked) >= 10);
        Assert.False(answer.IsCompleted);
        _call.SetResult(7);

        Assert.Equal(7, await answer);
    }

    [Fact]
    public async Task AnswerAsync_MissedOnceOnly_WaitsOn()
    {
        // On its way at first, then between two of the device's threads.
        var answer = AttemptWatch.AnswerAsync(_call.Task, Asked(time => time % 2 == 0), _time);

        AdvanceUntil(() => Volatile.Read(ref _asked) >= 9);
        Assert.False(answer.IsCompleted);
        _call.SetResult(7);

        Assert.Equal(7, await answer);
    }

    [Fact]
    public async Task AnswerAsync_TheCallItselfTimesOut_ThrowsWhatItThrew()
    {
        var answer = AttemptWatch.AnswerAsync(_call.Task, Asked(_ => true), _time);
        _call.SetException(new TimeoutException("of the cluster"));

        Assert.Equal("of the cluster", (await Assert.ThrowsAsync<TimeoutException>(() => answer)).Message);
        Assert.Equal(0, _asked);
    }

    private Func<bool> Asked(Func<int, bool> isUnderWay) => () => isUnderWay(Interlocked.Increment(ref _asked));

    // The next timer is set a moment after the last one ran.
    private void AdvanceUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            _time.Advance(AttemptWatch.Glance);
            return condition();
        },
        TimeSpan.FromMinutes(1)));
}

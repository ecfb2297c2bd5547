using SteerScope.Silo.Membership;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Membership;

public sealed class FileLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AcquireAsync_HeldForLongerThanThePatience_SaysWhichFile()
    {
        using var held = await Lock().AcquireAsync();

        var error = await Assert.ThrowsAsync<TimeoutException>(() => Lock(TimeSpan.FromMilliseconds(50)).AcquireAsync());

        Assert.Contains(_folder["lock"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AcquireAsync_GivenBack_IsHeldByTheNext()
    {
        var held = await Lock().AcquireAsync();
        var next = Lock().AcquireAsync();
        Assert.False(next.IsCompleted);

        held.Dispose();

        using var taken = await next;
        await Assert.ThrowsAsync<TimeoutException>(() => Lock(TimeSpan.Zero).AcquireAsync());
    }

    [Fact]
    public async Task AcquireAsync_HolderProcessIsKilled_IsFreeAgain()
    {
        using var holder = HelperProcess.Start("hold", _folder["lock"]);
        await holder.WaitForAsync("held");
        await Assert.ThrowsAsync<TimeoutException>(() => Lock(TimeSpan.Zero).AcquireAsync());

        holder.Kill();

        using var taken = await Lock().AcquireAsync();
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_EndsTheWait()
    {
        using var held = await Lock().AcquireAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = Lock().AcquireAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task VerifyAsync_LocalFileSystem_Locks()
    {
        await Lock().VerifyAsync();

        using var free = await Lock(TimeSpan.Zero).AcquireAsync();
    }

    private FileLock Lock(TimeSpan? patience = null) => new(_folder["lock"], patience ?? TimeSpan.FromSeconds(30));
}

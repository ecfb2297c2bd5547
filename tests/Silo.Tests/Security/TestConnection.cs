using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using SteerScope.Silo.Security;

namespace SteerScope.Silo.Tests.Security;

/// <summary>Both ends of a connection in memory, each behind its security, with pipes that hold 64 KiB.</summary>
internal sealed class TestConnection : IAsyncDisposable
{
    private readonly TaskCompletionSource _end = new();
    private readonly IServiceProvider _services;

    public TestConnection(TimeProvider? time = null, IPAddress? remote = null)
    {
        var services = new ServiceCollection().AddLogging();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        _services = services.BuildServiceProvider();
        var options = new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);
        Forth = new Pipe(options);
        Back = new Pipe(options);
        Connecting = Context(Back.Reader, Forth.Writer, remote ?? IPAddress.Loopback);
        Accepting = Context(Forth.Reader, Back.Writer, IPAddress.Loopback);
        var closed = new TaskCompletionSource();
        Accepting.ConnectionClosed.Register(() => closed.TrySetResult());
        AcceptingClosed = closed.Task;
    }

    /// <summary>Ends when the accepting side has cut the connection.</summary>
    public Task AcceptingClosed { get; }

    /// <summary>Bytes from who connects.</summary>
    public Pipe Forth { get; }

    /// <summary>Bytes to who connects.</summary>
    public Pipe Back { get; }

    public DefaultConnectionContext Connecting { get; }

    public DefaultConnectionContext Accepting { get; }

    /// <summary>What the connecting side sees behind its security.</summary>
    public Task<IDuplexPipe?> ConnectAsync(ClusterSecurity security, ConnectionKind kind = ConnectionKind.Gateway) =>
        RunAsync(Connecting, builder => SecureConnection.Connect(builder, security, kind));

    /// <summary>What the accepting side sees behind its security; null when it refuses.</summary>
    public Task<IDuplexPipe?> AcceptAsync(ClusterSecurity security, ConnectionKind kind = ConnectionKind.Gateway) =>
        RunAsync(Accepting, builder => SecureConnection.Accept(builder, security, kind));

    /// <summary>Both sides at once; the error of the connecting side is thrown, when the accepting one has ended, too.</summary>
    public async Task<(IDuplexPipe? Connecting, IDuplexPipe? Accepting)> OpenAsync(ClusterSecurity connecting, ClusterSecurity accepting, ConnectionKind kind = ConnectionKind.Gateway)
    {
        var accept = AcceptAsync(accepting, kind);
        var connect = ConnectAsync(connecting, kind);
        await Task.WhenAll(accept, connect);
        return (await connect, await accept);
    }

    public ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private static DefaultConnectionContext Context(PipeReader input, PipeWriter output, IPAddress remote)
    {
        var context = new DefaultConnectionContext("test", new Duplex(input, output), new Duplex(input, output)) { RemoteEndPoint = new IPEndPoint(remote, 1) };
        // What a socket does: the other side reads the end.
        context.ConnectionClosed.Register(() =>
        {
            output.Complete();
            input.CancelPendingRead();
            output.CancelPendingFlush();
        });
        return context;
    }

    private async Task<IDuplexPipe?> RunAsync(DefaultConnectionContext context, Action<IConnectionBuilder> secure)
    {
        var inside = new TaskCompletionSource<IDuplexPipe?>();
        var builder = new ConnectionBuilder(_services);
        secure(builder);
        builder.Run(reached =>
        {
            inside.TrySetResult(reached.Transport);
            return _end.Task;
        });
        var run = builder.Build()(context);
        if (await Task.WhenAny(inside.Task, run) == run)
        {
            // As Orleans does with a connection that did not get through.
            await context.Transport.Input.CompleteAsync();
            await context.Transport.Output.CompleteAsync();
            await run;
            inside.TrySetResult(null);
        }

        return await inside.Task;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace SteerScope.Silo.Tests.Support;

/// <summary>Takes what is sent by OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpCollector()
    {
        _application = WebApplication.CreateSlimBuilder().Build();
        _application.Urls.Add("http://127.0.0.1:0");
        _application.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>Where it listens.</summary>
    public string Address => _application.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._application.StartAsync();
        return collector;
    }

    /// <summary>Whether a text, such as a name, was sent to a path: protobuf has texts as they are.</summary>
    public bool Has(string path, string text) =>
        _received.Any(request => request.Path == path && request.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

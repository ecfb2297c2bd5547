using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SteerScope.Silo.Observability;

/// <summary>
/// A port that answers over HTTP. A web application of the host would start last and stop first, and could not say that
/// the member has not joined yet or drains; and one port should not show what belongs to the other.
/// </summary>
internal sealed class HttpPort : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    private readonly string _option;
    private readonly IPEndPoint _endpoint;
    private readonly KestrelServer _server;
    private readonly DefaultHttpContextFactory _contexts;
    private readonly RequestDelegate _pipeline;

    /// <summary>Prepares a port.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="option">The option that asked for it, for errors.</param>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="before">Looks at requests first.</param>
    /// <param name="map">What it answers.</param>
    public HttpPort(IServiceProvider services, string option, IPEndPoint endpoint, Action<IApplicationBuilder> before, Action<IEndpointRouteBuilder> map)
    {
        (_option, _endpoint) = (option, endpoint);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        options.Listen(endpoint, listen => listen.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), loggers);
        _contexts = new DefaultHttpContextFactory(services);
        var application = new ApplicationBuilder(services);
        before(application);
        application.UseRouting();
        application.UseEndpoints(map);
        _pipeline = application.Build();
    }

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address => new(_server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.StartAsync(this, cancellationToken);
        }
        catch (IOException e)
        {
            // Without the cause, which would be taken for a conflict over the member's own ports.
            throw new InputException($"{_option} {_endpoint.Port}: {e.Message.TrimEnd('.')}; it should be a free port.");
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => _contexts.Create(contextFeatures);

    /// <inheritdoc/>
    public Task ProcessRequestAsync(HttpContext context) => _pipeline(context);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception) => _contexts.Dispose(context);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();
}

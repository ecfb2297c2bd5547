using System.Net;
using Microsoft.AspNetCore.Http;

namespace SteerScope.Silo.Observability;

/// <summary>Answers only requests that name this machine, so that a page on the web cannot read the dashboard through a name that leads here.</summary>
internal static class LoopbackHosts
{
    /// <summary>Refuses a request under another name.</summary>
    public static Task Filter(HttpContext context, RequestDelegate next)
    {
        if (IsLoopback(context.Request.Host.Host))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync("The dashboard answers as localhost or a loopback address only.\n");
    }

    /// <summary>Whether a host's name can only mean this machine.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

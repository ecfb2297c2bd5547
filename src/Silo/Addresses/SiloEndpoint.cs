using System.Net;
using System.Net.Sockets;

namespace SteerScope.Silo.Addresses;

/// <summary>Where a silo listens.</summary>
/// <param name="Bind">The address that its sockets are bound to.</param>
/// <param name="Advertise">The address by which others reach it.</param>
/// <param name="SiloPort">Port for other silos.</param>
/// <param name="GatewayPort">Port for clients.</param>
public sealed record SiloEndpoint(IPAddress Bind, IPAddress Advertise, int SiloPort, int GatewayPort)
{
    private const int Attempts = 8;

    /// <summary>Whether nobody outside this machine can reach it.</summary>
    public bool OnThisMachine => IPAddress.IsLoopback(Bind) && IPAddress.IsLoopback(Advertise);

    /// <summary>
    /// Starts a silo on the ports that were asked for, or on free ones: another process may take a free port before the
    /// silo does, so that the start is tried again with others.
    /// </summary>
    /// <typeparam name="T">What a start gives, such as the host.</typeparam>
    /// <param name="bind">Loopback when null.</param>
    /// <param name="advertise">What it is bound to when null.</param>
    /// <param name="siloPort">A free one when null.</param>
    /// <param name="gatewayPort">A free one when null.</param>
    /// <param name="start">Starts the silo; on failure it has stopped what it had started.</param>
    /// <exception cref="InputException">The addresses do not fit each other, or a port that was asked for is taken.</exception>
    public static async Task<T> StartAsync<T>(
        IPAddress? bind, IPAddress? advertise, int? siloPort, int? gatewayPort, Func<SiloEndpoint, Task<T>> start)
    {
        for (var attempt = 1; ; attempt++)
        {
            var endpoint = Choose(bind, advertise, siloPort, gatewayPort);
            try
            {
                return await start(endpoint).ConfigureAwait(false);
            }
            catch (Exception e) when (IsConflict(e))
            {
                if (siloPort is not null && gatewayPort is not null || attempt == Attempts)
                {
                    throw new InputException(
                        $"--silo-port {endpoint.SiloPort} or --gateway-port {endpoint.GatewayPort} is in use on {endpoint.Bind}; leave them out to have free ones chosen.", e);
                }
            }
        }
    }

    /// <summary>Fills in what was left out.</summary>
    /// <exception cref="InputException">The addresses or ports do not fit each other.</exception>
    public static SiloEndpoint Choose(IPAddress? bind, IPAddress? advertise, int? siloPort, int? gatewayPort)
    {
        bind ??= IPAddress.Loopback;
        if (advertise is null && (bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any)))
        {
            throw new InputException($"--bind {bind} listens on every address; --advertise should say by which of them others reach this silo.");
        }

        advertise ??= bind;
        if (advertise.Equals(IPAddress.Any) || advertise.Equals(IPAddress.IPv6Any))
        {
            throw new InputException($"--advertise {advertise} is no address that others can reach; it should be one of this machine's.");
        }

        if (siloPort is not null && siloPort == gatewayPort)
        {
            throw new InputException($"--silo-port and --gateway-port are both {siloPort}; they should differ.");
        }

        using var first = Probe(bind, siloPort);
        using var second = Probe(bind, gatewayPort);
        return new SiloEndpoint(bind, advertise, siloPort ?? PortOf(first!), gatewayPort ?? PortOf(second!));
    }

    /// <summary>Whether an error of a start means that a port was taken.</summary>
    public static bool IsConflict(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
            || error is Microsoft.AspNetCore.Connections.AddressInUseException
            || error is AggregateException several && several.InnerExceptions.Any(IsConflict)
            || error.InnerException is { } inner && IsConflict(inner);
    }

    private static Socket? Probe(IPAddress bind, int? port)
    {
        if (port is not null)
        {
            return null;
        }

        var socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(bind, 0));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new InputException($"--bind {bind}: {e.Message.TrimEnd('.')}; it should be an address of this machine.", e);
        }
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}

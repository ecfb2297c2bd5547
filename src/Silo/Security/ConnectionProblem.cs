using Orleans.Runtime.Messaging;
using SteerScope.Silo.Addresses;

namespace SteerScope.Silo.Security;

/// <summary>Says why a client could not reach its cluster.</summary>
public static class ConnectionProblem
{
    /// <summary>Whether an error of a client's start means that no silo could be reached, now or with this security.</summary>
    public static bool Is(Exception error) => IsRefusal(error)
        || Find<ConnectionFailedException>(error) is not null
        || Find<SiloUnavailableException>(error) is not null;

    /// <summary>Whether a silo was reached and one of the two did not trust the other: trying again is of no use.</summary>
    public static bool IsRefusal(Exception error) => Find<HandshakeException>(error) is not null;

    /// <summary>The sentence for the user; <c>InputException</c> may carry it.</summary>
    /// <param name="error">What a client's start threw.</param>
    /// <param name="address">The cluster.</param>
    public static string Explain(Exception error, IClusterAddress address) =>
        Find<HandshakeException>(error) is { } handshake
            ? handshake.Message
            : $"No silo of --cluster {address} takes this client ({Innermost(error).Message.TrimEnd('.')}); check that steerscope silo runs, and that it was given the same --tls-ca and --secret-file.";

    private static T? Find<T>(Exception error)
        where T : Exception =>
        error switch
        {
            T found => found,
            AggregateException several => several.InnerExceptions.Select(Find<T>).FirstOrDefault(found => found is not null),
            { InnerException: { } inner } => Find<T>(inner),
            _ => null,
        };

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}

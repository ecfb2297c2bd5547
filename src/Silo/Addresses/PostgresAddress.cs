using Npgsql;
using Orleans.Configuration;
using SteerScope.Silo.Postgres;
using SteerScope.Silo.Security;
using SteerScope.Silo.Storage;

namespace SteerScope.Silo.Addresses;

/// <summary>A cluster whose members meet in a PostgreSQL database.</summary>
internal sealed class PostgresAddress : IClusterAddress
{
    private const string Invariant = "Npgsql";

    // The names that libpq and its tools use, so that an address works in psql, too.
    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = (builder, value) => builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        ["sslrootcert"] = (builder, value) => builder.RootCertificate = value,
        ["sslcert"] = (builder, value) => builder.SslCertificate = value,
        ["sslkey"] = (builder, value) => builder.SslKey = value,
        ["passfile"] = (builder, value) => builder.Passfile = value,
        ["connect_timeout"] = (builder, value) => builder.Timeout = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private readonly NpgsqlConnectionStringBuilder _connection;

    private PostgresAddress(NpgsqlConnectionStringBuilder connection, string clusterId)
    {
        _connection = connection;
        ClusterId = clusterId;
    }

    /// <inheritdoc/>
    public string ClusterId { get; }

    /// <inheritdoc/>
    public bool OnThisMachine => false;

    /// <summary>How Npgsql is told; with the password.</summary>
    public string ConnectionString => _connection.ConnectionString;

    /// <summary>Reads <c>postgres://user:password@host[:port]/database[?cluster=NAME&amp;...]</c>.</summary>
    public static PostgresAddress Parse(string text, string option)
    {
        // The text may hold a password: it is not repeated.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Trim('/') is not { Length: > 0 } database
            || database.Contains('/', StringComparison.Ordinal) || uri.Fragment.Length > 0)
        {
            throw new InputException($"{option} should name a host and a database, as postgres://user@host:5432/database, with '%40' for an '@' in a password and so on.");
        }

        var user = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.DnsSafeHost,
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(database),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            SearchPath = PostgresSchema.Name,
            ApplicationName = "steerscope",
            Timeout = 10,
            CommandTimeout = 15,
            KeepAlive = 30,
            MaxPoolSize = 16,
        };
        var name = ClusterAddress.DefaultName;
        foreach (var (key, value) in ClusterAddress.Query(uri))
        {
            if (key == "cluster")
            {
                name = ClusterAddress.Name(value, option);
            }
            else if (Options.TryGetValue(key, out var set))
            {
                Set(connection, set, key, value, option);
            }
            else
            {
                throw new InputException($"{option}: a postgres:// cluster has no option '{key}'; it has cluster, {string.Join(", ", Options.Keys)}.");
            }
        }

        return new PostgresAddress(connection, name);
    }

    /// <inheritdoc/>
    public Task<ClusterSecurity> SecureAsync(ClusterSecurity given, CancellationToken cancellation = default) => Task.FromResult(given);

    /// <inheritdoc/>
    public Task PrepareAsync(bool createSchema, CancellationToken cancellation = default) =>
        createSchema
            ? PostgresSchema.EnsureAsync(ConnectionString, ToString(), cancellation)
            : PostgresSchema.CheckAsync(ConnectionString, ToString(), cancellation);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellation = default) => PostgresSchema.CheckAsync(ConnectionString, ToString(), cancellation);

    /// <inheritdoc/>
    public void ConfigureSilo(ISiloBuilder silo, SiloEndpoint endpoint, ClusterSecurity security)
    {
        ClusterSetup.Configure(silo, ClusterId, endpoint, security, heartbeat: TimeSpan.FromSeconds(5));
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString));
        silo.AddAdoNetGrainStorage(ClusterStorage.Name, (AdoNetGrainStorageOptions options) =>
        {
            (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString);
            options.DeleteStateOnClear = true;
        });
    }

    /// <inheritdoc/>
    public void ConfigureClient(IClientBuilder client, ClusterSecurity security, TimeSpan? patience = null)
    {
        ClusterSetup.Configure(client, ClusterId, security, patience);
        client.UseAdoNetClustering((AdoNetClusteringClientOptions options) => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString));
    }

    /// <summary>The address without its password.</summary>
    public override string ToString()
    {
        var user = _connection.Username is { Length: > 0 } name ? Uri.EscapeDataString(name) + "@" : "";
        var host = _connection.Host!.Contains(':', StringComparison.Ordinal) ? $"[{_connection.Host}]" : _connection.Host;
        var port = _connection.Port == NpgsqlConnection.DefaultPort ? "" : $":{_connection.Port}";
        var cluster = ClusterId == ClusterAddress.DefaultName ? "" : $"?cluster={ClusterId}";
        return $"postgres://{user}{host}{port}/{Uri.EscapeDataString(_connection.Database!)}{cluster}";
    }

    private static void Set(NpgsqlConnectionStringBuilder connection, Action<NpgsqlConnectionStringBuilder, string> set, string key, string value, string option)
    {
        try
        {
            set(connection, value);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new InputException($"{option}: {key}={value} is not a value of {key}, as libpq knows it.", e);
        }
    }
}

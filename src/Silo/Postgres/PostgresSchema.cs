using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace SteerScope.Silo.Postgres;

/// <summary>The schema of a PostgreSQL cluster: <c>deploy/postgres/steerscope.sql</c>, which this assembly carries.</summary>
public static class PostgresSchema
{
    /// <summary>Name of the schema that holds the tables; connections have it as their search path.</summary>
    public const string Name = "steerscope";

    private const int Version = 1;

    /// <summary>The script.</summary>
    public static string Script { get; } = Read();

    /// <summary>Makes the schema, or brings it up to date; what is in it stays.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="address">What to call the database in errors.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="InputException">The database cannot be reached, or does not let this user.</exception>
    public static async Task EnsureAsync(string connectionString, string address, CancellationToken cancellation = default)
    {
        if (await VersionAsync(connectionString, address, cancellation).ConfigureAwait(false) >= Version)
        {
            await CheckAsync(connectionString, address, cancellation).ConfigureAwait(false);
            return;
        }

        await RunAsync(connectionString, address, async connection =>
        {
            using var command = new NpgsqlCommand(Script, connection);
            return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Checks that the schema is there.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="address">What to call the database in errors.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="InputException">It is not, or the database cannot be reached.</exception>
    public static async Task CheckAsync(string connectionString, string address, CancellationToken cancellation = default)
    {
        var found = await VersionAsync(connectionString, address, cancellation).ConfigureAwait(false);
        if (found != Version)
        {
            var what = found is null ? "has no SteerScope schema" : $"has version {found} of the SteerScope schema, and this is a steerscope for version {Version}";
            throw new InputException($"{address} {what}; make it by steerscope silo --cluster {address} --create-schema, or let the database's owner run deploy/postgres/steerscope.sql in psql.");
        }
    }

    private static async Task<int?> VersionAsync(string connectionString, string address, CancellationToken cancellation) =>
        await RunAsync(connectionString, address, async connection =>
        {
            try
            {
                using var command = new NpgsqlCommand($"SELECT QueryText FROM {Name}.OrleansQuery WHERE QueryKey = 'SteerScopeSchemaVersion'", connection);
                var text = await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false) as string;
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (int?)null;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                return null;
            }
        }, cancellation).ConfigureAwait(false);

    private static async Task<T> RunAsync<T>(string connectionString, string address, Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            return await run(connection).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new InputException($"{address} does not let this user use or make the SteerScope schema ({e.MessageText}); let the database's owner run deploy/postgres/steerscope.sql and grant usage.", e);
        }
        catch (PostgresException e)
        {
            throw new InputException($"{address} refused: {e.MessageText.TrimEnd('.')}; check the user, the password (PGPASSWORD or ~/.pgpass keep it out of command lines) and the database's name.", e);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or ArgumentException)
        {
            throw new InputException($"{address} cannot be reached: {e.Message.TrimEnd('.')}; check the host, the port and that PostgreSQL takes connections from here.", e);
        }
    }

    private static string Read()
    {
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream("SteerScope.Silo.Postgres.steerscope.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

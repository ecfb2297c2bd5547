using Npgsql;
using SteerScope.Cluster.Support;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Postgres;
using Xunit;

namespace SteerScope.Silo.Tests.Postgres;

public sealed class PostgresSchemaTests
{
    [PostgresFact]
    public async Task EnsureAsync_SeveralAtOnceAndAgain_KeepsWhatIsThere()
    {
        var address = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresSchema.EnsureAsync(address.ConnectionString, "db")));
        await ExecuteAsync(address, "INSERT INTO cluster (cluster_id) VALUES ('kept')");
        await ExecuteAsync(address, PostgresSchema.Script);
        await PostgresSchema.EnsureAsync(address.ConnectionString, "db");
        await PostgresSchema.CheckAsync(address.ConnectionString, "db");

        Assert.Equal("kept", await ExecuteAsync(address, "SELECT cluster_id FROM cluster"));
    }

    [PostgresFact]
    public async Task EnsureAsync_Schema_TouchesNothingElseInTheDatabase()
    {
        var address = await CreateAsync();
        await ExecuteAsync(address, "CREATE TABLE public.OrleansQuery (QueryKey text); SELECT 1");

        await PostgresSchema.EnsureAsync(address.ConnectionString, "db");

        Assert.Equal(0L, await ExecuteAsync(address, "SELECT count(*) FROM public.OrleansQuery"));
        Assert.Equal(1L, await ExecuteAsync(address, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"));
    }

    [PostgresFact]
    public async Task PrepareAsync_SchemaIsMissing_SaysHowToMakeIt()
    {
        var address = await CreateAsync();

        var error = await Assert.ThrowsAsync<InputException>(() => address.PrepareAsync(createSchema: false));

        Assert.Contains($"--cluster {address} --create-schema", error.Message, StringComparison.Ordinal);
        Assert.Contains("deploy/postgres/steerscope.sql", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ss/word", error.Message, StringComparison.Ordinal);
        await address.PrepareAsync(createSchema: true);
        await address.CheckAsync();
    }

    [PostgresFact]
    public async Task CheckAsync_NewerSchema_IsLeftAlone()
    {
        var address = await CreateAsync();
        await PostgresSchema.EnsureAsync(address.ConnectionString, "db");
        await ExecuteAsync(address, "UPDATE OrleansQuery SET QueryText = '99' WHERE QueryKey = 'SteerScopeSchemaVersion'");

        var error = await Assert.ThrowsAsync<InputException>(() => PostgresSchema.EnsureAsync(address.ConnectionString, "db"));

        Assert.Contains("version 99", error.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task PrepareAsync_WrongPasswordOrDatabase_IsOneSentenceWithoutThePassword()
    {
        var text = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        foreach (var wrong in new[] { text.Replace("word%3A1", "topsecret", StringComparison.Ordinal), text + "x" })
        {
            var error = await Assert.ThrowsAsync<InputException>(() => ClusterAddress.Parse(wrong).PrepareAsync(createSchema: true));

            Assert.Contains("refused", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PrepareAsync_NobodyListens_SaysSo()
    {
        var port = SiloEndpoint.Choose(null, null, null, null).SiloPort;

        var error = await Assert.ThrowsAsync<InputException>(() => ClusterAddress.Parse($"postgres://me:topsecret@127.0.0.1:{port}/db").PrepareAsync(createSchema: false));

        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
    }

    private static async Task<PostgresAddress> CreateAsync() =>
        Assert.IsType<PostgresAddress>(ClusterAddress.Parse(await (await PostgresServer.GetAsync()).CreateDatabaseAsync()));

    private static async Task<object?> ExecuteAsync(PostgresAddress address, string sql)
    {
        await using var source = NpgsqlDataSource.Create(address.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

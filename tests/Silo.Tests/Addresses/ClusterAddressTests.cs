using Npgsql;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Addresses;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("localhost", "localhost", "steerscope", true)]
    [InlineData("localhost:steerscope", "localhost", "steerscope", true)]
    [InlineData("localhost:my-tests_1.2", "localhost:my-tests_1.2", "my-tests_1.2", true)]
    [InlineData("file:///shared/runs", "file:///shared/runs", "steerscope", false)]
    [InlineData("file:///shared/with%20space?cluster=a", "file:///shared/with%20space?cluster=a", "a", false)]
    [InlineData("postgres://me@db.example/steer", "postgres://me@db.example/steer", "steerscope", false)]
    [InlineData("postgresql://me:p%40ss%2Fw@db:6543/st%20eer?cluster=b&sslmode=verify-full", "postgres://me@db:6543/st%20eer?cluster=b", "b", false)]
    [InlineData("postgres://db/steer", "postgres://db/steer", "steerscope", false)]
    [InlineData("postgres://me:pw@[::1]:5432/steer", "postgres://me@[::1]/steer", "steerscope", false)]
    public void Parse_Address_IsWrittenWithoutItsPassword(string text, string written, string cluster, bool onThisMachine)
    {
        var address = ClusterAddress.Parse(text);

        Assert.Equal(written, address.ToString());
        Assert.Equal(cluster, address.ClusterId);
        Assert.Equal(onThisMachine, address.OnThisMachine);
        Assert.Equal(written, ClusterAddress.Parse(written).ToString());
    }

    [Fact]
    public void Parse_Postgres_TellsNpgsqlEverything()
    {
        var address = Assert.IsType<PostgresAddress>(ClusterAddress.Parse(
            "postgres://m%40e:p%40ss%2Fw%3A1;x=y@db:6543/steer?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=3"));

        var connection = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal("m@e", connection.Username);
        Assert.Equal("p@ss/w:1;x=y", connection.Password);
        Assert.Equal("db", connection.Host);
        Assert.Equal(6543, connection.Port);
        Assert.Equal("steer", connection.Database);
        Assert.Equal(SslMode.VerifyFull, connection.SslMode);
        Assert.Equal("/ca.pem", connection.RootCertificate);
        Assert.Equal(3, connection.Timeout);
        Assert.Equal("steerscope", connection.SearchPath);
    }

    [Theory]
    [InlineData("")]
    [InlineData("somewhere")]
    [InlineData("localhosts")]
    [InlineData("localhost:")]
    [InlineData("localhost:a/b")]
    [InlineData("localhost:..")]
    [InlineData("localhost://x")]
    [InlineData("file://host/path")]
    [InlineData("file://relative")]
    [InlineData("file:///")]
    [InlineData("file:///x?cluster=a/b")]
    [InlineData("file:///x?color=red")]
    [InlineData("http://host/x")]
    [InlineData("redis://:topsecret@host")]
    [InlineData("postgres://me:topsecret@host")]
    [InlineData("postgres://me:topsecret@host/")]
    [InlineData("postgres://me:topsecret@host/a/b")]
    [InlineData("postgres://me:topsecret@host:port/a")]
    [InlineData("postgres://me:topsecret@host/a?color=red")]
    [InlineData("postgres://me:topsecret@host/a?sslmode=sometimes")]
    [InlineData("postgres://me:topsecret@host/a?connect_timeout=-1")]
    [InlineData("me:topsecret@host/a")]
    public void Parse_AnythingElse_IsOneSentenceThatNamesTheOptionAndNoPassword(string text)
    {
        var error = Assert.Throws<InputException>(() => ClusterAddress.Parse(text, "--cluster"));

        Assert.StartsWith("--cluster", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task CheckAsync_NoSiloWasEverThere_SaysHowToStartOne()
    {
        using var folder = new TempFolder();
        var address = ClusterAddress.Parse(new Uri(folder["none"]).AbsoluteUri);

        var error = await Assert.ThrowsAsync<InputException>(() => address.CheckAsync());

        Assert.Contains($"steerscope silo --cluster {address}", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["none"]));
    }

    [Fact]
    public async Task PrepareAsync_FolderIsAFile_SaysSo()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], "");

        var error = await Assert.ThrowsAsync<InputException>(() => ClusterAddress.Parse(new Uri(folder["file"]).AbsoluteUri).PrepareAsync(createSchema: false));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
    }
}

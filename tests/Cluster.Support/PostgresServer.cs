using System.Diagnostics;
using System.Net;
using Npgsql;
using SteerScope.Silo.Addresses;

namespace SteerScope.Cluster.Support;

/// <summary>A PostgreSQL server of this test run's own, on a loopback port, gone when the run ends.</summary>
public sealed class PostgresServer
{
    private const string User = "steerscope";
    private const string Password = "p@ss/word:1";

    private static readonly Lazy<Task<PostgresServer>> Instance = new(StartAsync);

    private readonly string _data;
    private readonly int _port;

    private PostgresServer(string data, int port) => (_data, _port) = (data, port);

    // Before the reason, which asks for them.
    private static string? Programs { get; } = FindPrograms();

    private static string? OtherUser { get; } = IsRoot ? FindOtherUser() : null;

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? SkipReason { get; } = FindSkipReason();

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>The server, started at first use.</summary>
    public static Task<PostgresServer> GetAsync() => Instance.Value;

    /// <summary>Makes an empty database, and gives its address.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "test_" + Guid.NewGuid().ToString("N");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = User,
            Password = Password,
            Database = "postgres",
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return $"postgres://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{_port}/{name}";
    }

    /// <summary>Stops the server at once: every connection breaks.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "stop", "--pgdata", _data, "--mode", "immediate", "--wait");

    /// <summary>Starts it again.</summary>
    public Task StartAgainAsync() => RunAsync(
        "pg_ctl", "start", "--pgdata", _data, "--wait", "--log", Path.Combine(_data, "log"),
        "--options", $"-h 127.0.0.1 -p {_port} -c unix_socket_directories='' -c fsync=off -c max_connections=200");

    /// <summary>Another server, for a test that stops it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var data = Path.Combine(Path.GetTempPath(), "steerscope-pg-" + Guid.NewGuid().ToString("N"));
        var passwordFile = Path.GetTempFileName();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        try
        {
            await File.WriteAllTextAsync(passwordFile, Password);
            await RunAsync("initdb", "--pgdata", data, "--username", User, "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        var server = new PostgresServer(data, SiloEndpoint.Choose(IPAddress.Loopback, null, null, null).SiloPort);
        await server.StartAgainAsync();
        StartWatching(data);
        return server;
    }

    // A test run may be killed, too; what watches it stops the server then.
    private static void StartWatching(string data)
    {
        var stop = string.Join(' ', Command("pg_ctl", "stop", "--pgdata", data, "--mode", "immediate"));
        var script = $"exec </dev/null >/dev/null 2>&1; while kill -0 {Environment.ProcessId}; do sleep 1; done; cd /; {stop}; rm -rf {data}";
        using var watcher = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", script }, WorkingDirectory = "/" });
    }

    // PostgreSQL does not run as root. Debian's package makes a user for it; an installation of another kind may have none.
    private static string[] Command(string program, params string[] args) =>
        [.. IsRoot ? ["runuser", "-u", OtherUser!, "--"] : Array.Empty<string>(), Path.Combine(Programs!, program), .. args];

    private static async Task RunAsync(string program, params string[] args)
    {
        var command = Command(program, args);
        var start = new ProcessStartInfo(command[0]) { WorkingDirectory = Path.GetTempPath() };
        foreach (var arg in command[1..])
        {
            start.ArgumentList.Add(arg);
        }

        // The server inherits what pg_ctl has: a pipe would stay open as long as it runs.
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private static string? FindSkipReason() =>
        OperatingSystem.IsWindows() || Programs is null ? "needs PostgreSQL: initdb in PATH, in STEERSCOPE_POSTGRES_BIN or in /usr/lib/postgresql/*/bin"
        : IsRoot && OtherUser is null ? "needs a user other than root to run PostgreSQL as"
        : null;

    private static string? FindOtherUser() => new[] { "postgres", "nobody" }.FirstOrDefault(
        user => File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{user}:", StringComparison.Ordinal)));

    private static string? FindPrograms()
    {
        string[] folders =
        [
            Environment.GetEnvironmentVariable("STEERSCOPE_POSTGRES_BIN") ?? "",
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
            .. Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
                : [],
        ];
        return folders.FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }
}

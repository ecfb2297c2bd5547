using SteerScope.Cluster.Support;

namespace SteerScope.Chaos;

/// <summary>What the members need and share: a database and a disk, each of which may be away.</summary>
internal sealed class Surroundings(PostgresServer? server, SmallDisk? disk, Random random, Action<string> say)
{
    private bool _serverAway;
    private bool _diskFull;

    /// <summary>Takes something away, or brings it back.</summary>
    public async Task ChangeAsync()
    {
        if (disk is not null && (server is null || random.Next(2) == 0))
        {
            Set(full: !_diskFull);
        }
        else if (server is not null)
        {
            await SetAsync(away: !_serverAway);
        }
    }

    /// <summary>Brings everything back.</summary>
    public async Task HealAsync()
    {
        if (_diskFull)
        {
            Set(full: false);
        }

        if (_serverAway)
        {
            await SetAsync(away: false);
        }
    }

    private void Set(bool full)
    {
        say(full ? "fill the disk" : "free the disk");
        _diskFull = full;
        if (full)
        {
            disk!.Fill();
        }
        else
        {
            disk!.Free();
        }
    }

    private async Task SetAsync(bool away)
    {
        say(away ? "stop PostgreSQL" : "start PostgreSQL");
        _serverAway = away;
        await (away ? server!.StopAsync() : server!.StartAgainAsync());
    }
}

namespace SteerScope.Silo.Tests.Support;

/// <summary>What keeps a cluster's members and states.</summary>
public enum Place
{
    /// <summary>A folder.</summary>
    Folder,

    /// <summary>PostgreSQL.</summary>
    Postgres,
}

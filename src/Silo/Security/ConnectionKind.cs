namespace SteerScope.Silo.Security;

/// <summary>What a connection is for. A proof for one kind is none for the other.</summary>
internal enum ConnectionKind : byte
{
    /// <summary>From silo to silo.</summary>
    Silo = 1,

    /// <summary>From client to silo.</summary>
    Gateway = 2,
}

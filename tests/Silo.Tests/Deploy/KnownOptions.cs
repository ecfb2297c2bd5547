namespace SteerScope.Silo.Tests.Deploy;

/// <summary>The options that files under deploy/ and docs/cluster-setup.md may use, and the variables that they may need.</summary>
internal static class KnownOptions
{
    /// <summary>Of <c>steerscope silo</c>.</summary>
    public static readonly string[] Silo =
    [
        "--cluster", "--device", "--bind", "--advertise", "--silo-port", "--gateway-port", "--label", "--drain", "--store-root",
        "--tls-cert", "--tls-key", "--tls-ca", "--secret-file", "--dashboard", "--metrics", "--create-schema",
    ];

    /// <summary>Of <c>steerscope run</c> and the other commands of a client, as far as they concern a cluster.</summary>
    public static readonly string[] Client = ["--cluster", "--tls-cert", "--tls-key", "--tls-ca", "--secret-file"];

    /// <summary>What arguments in Kubernetes may refer to as <c>$(NAME)</c>, and what containers are given.</summary>
    public static readonly string[] Variables = ["POD_IP", "POD_NAME", "NODE_NAME", "PGPASSWORD"];
}

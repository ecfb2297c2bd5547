using System.Reflection;
using SteerScope.Cluster.Support;
using Xunit.Sdk;

namespace SteerScope.Silo.Tests.Support;

/// <summary>Runs a theory with PostgreSQL; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InPostgresAttribute : DataAttribute
{
    public InPostgresAttribute() => Skip = PostgresServer.SkipReason;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Place.Postgres]];
}

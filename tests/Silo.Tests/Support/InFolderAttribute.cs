using System.Reflection;
using Xunit.Sdk;

namespace SteerScope.Silo.Tests.Support;

/// <summary>Runs a theory with a folder.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InFolderAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Place.Folder]];
}

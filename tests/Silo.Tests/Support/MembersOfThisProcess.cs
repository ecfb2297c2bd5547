using Xunit;

namespace SteerScope.Silo.Tests.Support;

/// <summary>
/// Tests with meters run one after the other: the reader of one member hears the meters of every other one in the process, and
/// a gauge has one value. A process of the product has one member.
/// </summary>
[CollectionDefinition(Name)]
public sealed class MembersOfThisProcess
{
    public const string Name = "members of this process";
}

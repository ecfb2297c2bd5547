using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SteerScope.Silo.Membership;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Membership;

public sealed class MemberTableTests
{
    private static readonly DateTimeOffset Now = new(TestMembers.Now);

    [Fact]
    public void Insert_WithTheEtagOfATableThatWasLost_ChangesNothing() =>
        Assert.Null(MemberTable.Create("c").Insert(TestMembers.Entry(1), MemberTable.Create("c").ToData().Version.Next()));

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{"cluster":"other","incarnation":"a","version":1,"members":[]}""")]
    [InlineData("""{"cluster":"c","incarnation":"a","version":-1,"members":[]}""")]
    [InlineData("""{"cluster":"c","incarnation":"a","version":1,"members":null}""")]
    [InlineData("""{"cluster":"c","incarnation":"a","version":1,"members":[null]}""")]
    [InlineData("""{"cluster":"c","incarnation":"a","version":1,"members":[{"silo":"nonsense","etag":"a.1","status":"Active"}]}""")]
    [InlineData("""{"cluster":"c","incarnation":"a","version":1,"members":[{"silo":"127.0.0.1:1@2","etag":"a.1","status":"Alive"}]}""")]
    public void Parse_NoTableOfThisCluster_IsNull(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Null(MemberTable.Parse(document.RootElement, "c"));
    }

    [Fact]
    public void Cleanup_DeclaredDeadRecently_StaysUntilItCanHaveLearnt()
    {
        var table = MemberTable.Create("c");
        var entry = TestMembers.Entry(1, SiloStatus.Dead);
        entry.StartTime = entry.IAmAliveTime = TestMembers.Now.AddDays(-9);
        entry.SuspectTimes = [Tuple.Create(TestMembers.Address(2), TestMembers.Now)];
        table = table.Insert(entry, table.ToData().Version.Next())!;

        Assert.Null(table.Cleanup(Now.AddDays(-1)));
        Assert.Empty(table.Cleanup(Now.AddDays(1))!.Members);
    }

    // Against a model: a dictionary and a counter. Every step reads, and then writes with what it or an earlier step read.
    [Property(MaxTest = 300)]
    public Property AnySteps_AgainstAModel_GiveTheSameMembers() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte Silo, byte Step, byte Status, bool Stale)[]>().ToArbitrary(),
        steps =>
        {
            var table = MemberTable.Create("c");
            var model = new Dictionary<int, (SiloStatus Status, int WrittenAt)>();
            var version = table.Version;
            var stale = table.ToData();
            foreach (var (silo, step, status, useStale) in steps)
            {
                var (generation, to) = (silo % 4 + 1, (SiloStatus)(status % 7));
                var read = useStale ? stale : table.ToData();
                stale = table.ToData();
                var row = read.TryGet(TestMembers.Address(generation));
                var current = read.Version.Version == version;
                switch (step % 3)
                {
                    case 0:
                        var inserted = table.Insert(TestMembers.Entry(generation, to), read.Version.Next());
                        if ((inserted is not null) != (current && !model.ContainsKey(generation)))
                        {
                            return false;
                        }

                        Apply(inserted);
                        break;
                    case 1:
                        var updated = table.Update(TestMembers.Entry(generation, to), row?.Item2 ?? "", read.Version.Next());
                        if ((updated is not null) != (current && row is not null))
                        {
                            return false;
                        }

                        Apply(updated);
                        break;
                    default:
                        table = table.Alive(TestMembers.Address(generation), TestMembers.Now.AddSeconds(status)) ?? table;
                        break;
                }

                void Apply(MemberTable? next)
                {
                    if (next is not null)
                    {
                        table = next;
                        model[generation] = (to, ++version);
                    }
                }
            }

            using var json = JsonDocument.Parse(table.ToJson());
            var data = MemberTable.Parse(json.RootElement, "c")!.ToData();
            return data.Version == table.ToData().Version
                && data.Version.Version == version
                && data.Members.Count == model.Count
                && data.Members.All(member =>
                    model[member.Item1.SiloAddress.Generation].Status == member.Item1.Status
                    && member.Item2.EndsWith($".{model[member.Item1.SiloAddress.Generation].WrittenAt}", StringComparison.Ordinal));
        });
}

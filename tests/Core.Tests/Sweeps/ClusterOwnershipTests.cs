using System.Collections.Concurrent;
using SteerScope.Sweeps;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps;

public sealed class ClusterOwnershipTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("steerscope-").FullName;
    private readonly SweepFolder _folder;

    public ClusterOwnershipTests() => _folder = new SweepFolder(Path.Combine(_root, "out"));

    private string Marker => Path.Combine(_folder.Root, "state", "cluster.json");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Claim_ByACluster_KeepsLocalRunsAway()
    {
        var term = _folder.Cluster.Claim("localhost:lab", "s1");

        Assert.Equal(
            $"{_folder.Root} is run by the cluster localhost:lab; wait for it to end, cancel it with steerscope cancel {_folder.Root} --cluster localhost:lab, or, when that cluster is gone for good, delete {Marker}.",
            Assert.Throws<InputException>(_folder.Lock).Message);
        Assert.Equal(new ClusterMarker("localhost:lab", "s1", term), new SweepFolder(_folder.Root).Cluster.Read());
        Assert.True(_folder.Cluster.Release(term));
        Assert.Null(_folder.Cluster.Read());
        _folder.Lock().Dispose();
    }

    [Fact]
    public void Claim_AgainByTheSameSweep_BeginsALaterTerm()
    {
        var first = _folder.Cluster.Claim("localhost", "s1");
        Assert.True(_folder.Cluster.IsCurrentTerm(first));

        var second = new SweepFolder(_folder.Root).Cluster.Claim("localhost", "s1");

        Assert.True(second >= first + SweepFolder.EpochsPerRun);
        Assert.False(_folder.Cluster.IsCurrentTerm(first));
        Assert.True(_folder.Cluster.IsCurrentTerm(second));
        Assert.False(_folder.Cluster.Release(first));
        Assert.Equal(second, _folder.Cluster.Read()!.Term);
    }

    [Fact]
    public void IsCurrentTerm_AfterALocalRun_IsFalse()
    {
        var term = _folder.Cluster.Claim("localhost", "s1");
        _folder.Cluster.Release(term);
        Assert.True(_folder.Cluster.IsCurrentTerm(term));
        using (_folder.Lock())
        {
            Assert.True(_folder.ReserveEpochs() > term);
        }

        Assert.False(_folder.Cluster.IsCurrentTerm(term));
        Assert.False(new SweepFolder(Path.Combine(_root, "none")).Cluster.IsCurrentTerm(1));
    }

    [Theory]
    [InlineData("file:///lab", "s1")]
    [InlineData("localhost", "s2")]
    public void Claim_ByAnother_IsRefused(string cluster, string sweep)
    {
        var term = _folder.Cluster.Claim("localhost", "s1");

        Assert.Contains("is run by the cluster localhost;", Assert.Throws<InputException>(() => _folder.Cluster.Claim(cluster, sweep)).Message, StringComparison.Ordinal);
        Assert.True(_folder.Cluster.IsCurrentTerm(term));
    }

    [Fact]
    public void Claim_WhileALocalRunGoesOn_IsRefusedAfterAWhile()
    {
        using (_folder.Lock())
        {
            var impatient = new ClusterOwnership(_folder) { Patience = TimeSpan.FromMilliseconds(30) };
            Assert.Contains("is in use by another steerscope run", Assert.Throws<InputException>(() => impatient.Claim("localhost", "s1")).Message, StringComparison.Ordinal);
            Assert.Null(_folder.Cluster.Read());
        }

        Assert.True(_folder.Cluster.Claim("localhost", "s1") > 0);
    }

    [Fact]
    public void Claim_ByManyAtOnce_GivesEachATermOfItsOwn()
    {
        var terms = new ConcurrentBag<long>();
        var patient = new ClusterOwnership(_folder) { Patience = TimeSpan.FromMinutes(1) };
        Thread[] claimers = [.. Enumerable.Range(0, 6).Select(_ => new Thread(() => terms.Add(patient.Claim("localhost", "s1"))))];
        Array.ForEach(claimers, c => c.Start());
        Array.ForEach(claimers, c => c.Join());

        Assert.Equal(6, terms.Distinct().Count());
        Assert.Equal(terms.Max(), _folder.Cluster.Read()!.Term);
        Assert.True(_folder.Cluster.IsCurrentTerm(terms.Max()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"cluster\":null}")]
    public void Read_OfADamagedMarker_SaysSo(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Marker)!);
        File.WriteAllText(Marker, json);

        Assert.Equal(
            $"{Marker} does not say which cluster runs the sweep; it should be deleted when no cluster does.", Assert.Throws<InputException>(_folder.Lock).Message);
    }

    [Fact]
    public void Ledger_IsBelowTheStateFolder() => Assert.Equal(Path.Combine(_folder.Root, "state", "ledger"), _folder.Ledger);
}

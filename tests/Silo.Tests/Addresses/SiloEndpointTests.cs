using System.Net;
using System.Net.Sockets;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Security;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Addresses;

public sealed class SiloEndpointTests
{
    [Fact]
    public void Choose_NothingAsked_IsLoopbackWithTwoFreePorts()
    {
        var endpoint = SiloEndpoint.Choose(null, null, null, null);

        Assert.True(endpoint.OnThisMachine);
        Assert.Equal(IPAddress.Loopback, endpoint.Advertise);
        Assert.NotEqual(endpoint.SiloPort, endpoint.GatewayPort);
        using var first = new TcpListener(endpoint.Bind, endpoint.SiloPort);
        using var second = new TcpListener(endpoint.Bind, endpoint.GatewayPort);
        first.Start();
        second.Start();
    }

    [Theory]
    [InlineData("0.0.0.0", null, null, null, "--advertise")]
    [InlineData("::", null, null, null, "--advertise")]
    [InlineData("0.0.0.0", "0.0.0.0", null, null, "--advertise")]
    [InlineData("127.0.0.1", null, 5000, 5000, "--gateway-port")]
    [InlineData("203.0.113.7", null, null, null, "--bind")]
    public void Choose_WhatDoesNotFit_IsOneSentence(string bind, string? advertise, int? siloPort, int? gatewayPort, string option)
    {
        var error = Assert.Throws<InputException>(() => SiloEndpoint.Choose(
            IPAddress.Parse(bind), advertise is null ? null : IPAddress.Parse(advertise), siloPort, gatewayPort));

        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ChosenPortIsTakenMeanwhile_TriesOthers()
    {
        var attempts = 0;
        var endpoint = await SiloEndpoint.StartAsync(null, null, null, null, chosen => ++attempts < 3
            ? Task.FromException<SiloEndpoint>(new AggregateException(new InvalidOperationException("start", new SocketException((int)SocketError.AddressAlreadyInUse))))
            : Task.FromResult(chosen));

        Assert.Equal(3, attempts);
        Assert.True(endpoint.SiloPort > 0);
    }

    [Fact]
    public async Task StartAsync_AnotherError_IsPassedOn() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => SiloEndpoint.StartAsync<int>(null, null, null, null, _ => throw new InvalidOperationException("no")));

    // The conflict as Orleans reports it, from a silo whose ports another program has.
    [Fact]
    public async Task StartAsync_AskedPortsAreTaken_SaysSo()
    {
        using var folder = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var other = SiloEndpoint.Choose(null, null, null, null).GatewayPort;
        var address = ClusterAddress.Parse(new Uri(folder["cluster"]).AbsoluteUri);
        await address.PrepareAsync(createSchema: false);

        var error = await Assert.ThrowsAsync<InputException>(() => SiloEndpoint.StartAsync(null, null, port, other, async endpoint =>
        {
            using var host = TestCluster.BuildSilo(address, ClusterSecurity.None, endpoint);
            await host.StartAsync();
            return endpoint;
        }));

        Assert.Contains($"--silo-port {port}", error.Message, StringComparison.Ordinal);
    }
}

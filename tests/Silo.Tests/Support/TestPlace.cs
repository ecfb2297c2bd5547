using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Messaging;
using Orleans.Storage;
using SteerScope.Cluster.Support;
using SteerScope.Silo.Addresses;
using SteerScope.Silo.Security;
using SteerScope.Silo.Storage;

namespace SteerScope.Silo.Tests.Support;

/// <summary>An empty place for one test, and the services that silos and clients have for it, taken from hosts that never start.</summary>
internal sealed class TestPlace : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly List<IHost> _hosts = [];

    private TestPlace(TempFolder folder, string text) => (_folder, Text, Address) = (folder, text, ClusterAddress.Parse(text));

    /// <summary>The address, as users write it.</summary>
    public string Text { get; }

    public IClusterAddress Address { get; }

    public static async Task<TestPlace> CreateAsync(Place place) =>
        place == Place.Postgres ? await CreateAsync(await PostgresServer.GetAsync()) : await CreateAsync(server: null);

    public static async Task<TestPlace> CreateAsync(PostgresServer? server)
    {
        var folder = new TempFolder();
        var text = server is null ? new Uri(folder["cluster"]).AbsoluteUri : await server.CreateDatabaseAsync();
        var made = new TestPlace(folder, text);
        await made.Address.PrepareAsync(createSchema: true);
        return made;
    }

    public async Task<IMembershipTable> OpenTableAsync()
    {
        var table = BuildSilo().Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(true, default);
        return table;
    }

    public async Task<IGatewayListProvider> OpenGatewaysAsync()
    {
        var host = await TestCluster.BuildClientAsync(Address, ClusterSecurity.None);
        _hosts.Add(host);
        var gateways = host.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProvider();
        return gateways;
    }

    public async Task<IGrainStorage> OpenStorageAsync()
    {
        var storage = BuildSilo().Services.GetRequiredKeyedService<IGrainStorage>(ClusterStorage.Name);
        if (storage is ILifecycleParticipant<ISiloLifecycle> participant)
        {
            var starts = new CollectedStarts();
            participant.Participate(starts);
            await starts.RunAsync();
        }

        return storage;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            host.Dispose();
        }

        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private IHost BuildSilo()
    {
        var host = TestCluster.BuildSilo(Address, ClusterSecurity.None, SiloEndpoint.Choose(null, null, null, null));
        _hosts.Add(host);
        return host;
    }

    private sealed class CollectedStarts : ISiloLifecycle
    {
        private readonly List<ILifecycleObserver> _observers = [];

        public int HighestCompletedStage => int.MinValue;

        public int LowestStoppedStage => int.MaxValue;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            _observers.Add(observer);
            return new MemoryStream();
        }

        public async Task RunAsync()
        {
            foreach (var observer in _observers)
            {
                await observer.OnStart(CancellationToken.None);
            }
        }
    }
}

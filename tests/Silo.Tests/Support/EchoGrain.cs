using Orleans.Placement;
using SteerScope.Silo.Storage;

namespace SteerScope.Silo.Tests.Support;

/// <inheritdoc cref="IEchoGrain"/>
[RandomPlacement]
public sealed class EchoGrain(
    [PersistentState("sum", ClusterStorage.Name)] IPersistentState<EchoGrain.Sum> state,
    ILocalSiloDetails silo) : Grain, IEchoGrain
{
    public Task<byte[]> Echo(byte[] bytes) => Task.FromResult(bytes);

    public async Task<int> Add(int number)
    {
        state.State.Value += number;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<string> Where() => Task.FromResult(silo.SiloAddress.ToParsableString());

    public async Task<int> CountSilos() => (await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count;

    /// <summary>The number that is kept.</summary>
    [GenerateSerializer]
    public sealed class Sum
    {
        [Id(0)]
        public int Value { get; set; }
    }
}

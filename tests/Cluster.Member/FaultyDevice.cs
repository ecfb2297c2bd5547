using SteerScope.Devices;
using SteerScope.Saes;

namespace SteerScope.Cluster.Member;

/// <summary>A device whose models are <see cref="FaultyModel"/>s.</summary>
internal sealed class FaultyDevice(IComputeDevice device, MemberArguments arguments) : IComputeDevice
{
    public string Name => device.Name;

    public void Require(Precision precision) => device.Require(precision);

    public ILoadedModel LoadModel(string folder, Precision precision = Precision.Float32) => new FaultyModel(device.LoadModel(folder, precision), arguments);

    public ISae LoadSae(SaeFile file) => device.LoadSae(file);

    public void Dispose() => device.Dispose();
}

#if !PORTABLE
using SteerScope.Compute.Torch;
using SteerScope.Compute.Torch.Devices;
using SteerScope.Devices;

namespace SteerScope.Client.Composition;

/// <summary>Devices of the TorchSharp provider. A class of its own, so that nothing of libtorch is loaded before it is asked for.</summary>
internal static class TorchDevices
{
    /// <summary>Opens a device.</summary>
    /// <exception cref="InputException">There is no such device.</exception>
    public static IComputeDevice Open(string device, int threads) =>
        TorchComputeDevice.Open(TorchDevice.Parse(device), threads);
}
#endif

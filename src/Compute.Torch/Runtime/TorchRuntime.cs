using TorchSharp;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>Finds libtorch and its devices, and settles what would make float32 less than float32.</summary>
internal static class TorchRuntime
{
    /// <summary>How a build that can use CUDA is had; the end of the sentences that need it.</summary>
    private const string CudaBuild = "a build with -p:Libtorch=cuda, which takes the libtorch-cuda package in place of libtorch-cpu, on a machine with an NVIDIA driver";

    /// <summary>The device, checked.</summary>
    /// <exception cref="InputException">libtorch or the device is missing.</exception>
    public static torch.Device Open(TorchDevice device)
    {
        TorchLibrary.Require();
        if (!device.IsCuda)
        {
            return torch.CPU;
        }

        var count = CudaDevices();
        if (count == 0)
        {
            throw new InputException($"Device torch-{device} was asked for, but no CUDA device can be used here; it needs {CudaBuild}.");
        }

        if (device.Index >= count)
        {
            throw new InputException($"Device torch-{device} was asked for, but this machine has {count}: torch-cuda:0 to torch-cuda:{count - 1}.");
        }

        // Both keep 10 of the 23 bits of a float32 operand; the second is on by default in libtorch.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        return torch.device(DeviceType.CUDA, device.Index);
    }

    /// <summary>Number of CUDA devices that this build can use here.</summary>
    /// <exception cref="InputException">libtorch is missing.</exception>
    public static int CudaDevices()
    {
        TorchLibrary.Require();
        return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
    }
}

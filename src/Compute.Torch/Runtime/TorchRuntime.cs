using System.Runtime.InteropServices;
using TorchSharp;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>Finds libtorch and its devices, and settles what would make float32 less than float32.</summary>
internal static class TorchRuntime
{
    /// <summary>The device, checked, in a process in which torch is deterministic.</summary>
    /// <exception cref="InputException">libtorch or the device is missing, or the device cannot be used.</exception>
    public static torch.Device Open(TorchDevice device)
    {
        TorchLibrary.Require();
        Determinism.Require();
        if (!device.IsCuda)
        {
            return torch.CPU;
        }

        var count = CudaDevices();
        if (count == 0)
        {
            throw new InputException($"Device torch-{device} was asked for, but {Missing()}.");
        }

        if (device.Index >= count)
        {
            throw new InputException($"Device torch-{device} was asked for, but this machine has {count}: torch-cuda:0 to torch-cuda:{count - 1}.");
        }

        // Both keep 10 of the 23 bits of a float32 operand; the second is on by default in libtorch.
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        var opened = torch.device(DeviceType.CUDA, device.Index);
        Try(device, opened);
        return opened;
    }

    /// <summary>Number of CUDA devices that this build can use here.</summary>
    /// <exception cref="InputException">libtorch is missing.</exception>
    public static int CudaDevices()
    {
        TorchLibrary.Require();
        return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
    }

    private static string Missing() => TorchLibrary.HasCuda
        ? "no CUDA device can be used here: it needs an NVIDIA driver for CUDA 12.8 or later, and a device that CUDA_VISIBLE_DEVICES does not hide"
        : "this build has libtorch for processors only; STEERSCOPE_BUILD=full STEERSCOPE_LIBTORCH=cuda ./steerscope builds with libtorch for CUDA (-p:Libtorch=cuda)";

    // A device that is there may be too old for the kernels of this libtorch, in use by one process only, or full.
    private static void Try(TorchDevice device, torch.Device opened)
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            torch.ones(2, torch.ScalarType.Float32, opened).mul_(2).sum().item<float>();
        }
        catch (ExternalException exception)
        {
            throw new InputException($"Device torch-{device} is there but cannot be used: {TorchFailure.Reason(exception)}.", exception);
        }
    }
}

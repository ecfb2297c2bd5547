using SteerScope.Kernels;
using SteerScope.Measuring;

#if !PORTABLE
if (SteerScope.Kernels.Torch.TorchSharpKernels.IsChild(args))
{
    SteerScope.Kernels.Torch.TorchSharpKernels.Serve(args);
    return 0;
}
#endif

return BenchmarkCommand.Run(
    "Kernels",
    "Measures the managed kernels beside plain C#, PyTorch, and what the machine can do at most.",
    args,
    (command, _) => KernelBenchmark.Run(command));

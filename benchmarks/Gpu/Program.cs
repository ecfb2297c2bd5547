using SteerScope.GpuBenchmark;

return GpuCommand.Run(args);

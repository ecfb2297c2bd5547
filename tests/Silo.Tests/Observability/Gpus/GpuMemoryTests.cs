using SteerScope.Silo.Observability.Gpus;
using Xunit;

namespace SteerScope.Silo.Tests.Observability.Gpus;

public sealed class GpuMemoryTests
{
    [CompilerFact]
    public void Read_OfADevice_IsOfTheGpuThatTheDriverMeans()
    {
        using var driver = new StandInDriver();
        using var memory = GpuMemory.TryOpen(0, driver.Path, driver.Path);

        Assert.NotNull(memory);
        Assert.Equal("GPU-f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff", memory.Id);
        Assert.Equal("Stand-in 80GB", memory.Model);
        Assert.Equal((21474836481, 85899345920), memory.Read());
    }

    [CompilerFact]
    public void Read_OfAPartOfAGpu_IsOfThatPart()
    {
        using var driver = new StandInDriver();
        using var memory = GpuMemory.TryOpen(1, driver.Path, driver.Path);

        Assert.NotNull(memory);
        Assert.Equal("MIG-e0e1e2e3-e4e5-e6e7-e8e9-eaebecedeeef", memory.Id);
        Assert.Null(memory.Model);
        Assert.Equal((7, 10737418240), memory.Read());
    }

    [CompilerFact]
    public void Dispose_ReadsThatFollow_SayNothingAndTheLibraryIsGivenBackOnce()
    {
        using var driver = new StandInDriver();
        var memory = GpuMemory.TryOpen(0, driver.Path, driver.Path)!;
        Assert.Equal(1, driver.Users);

        memory.Dispose();
        memory.Dispose();

        Assert.Null(memory.Read());
        Assert.Equal(0, driver.Users);
    }

    [CompilerFact]
    public void TryOpen_NoSuchDevice_IsNone()
    {
        using var driver = new StandInDriver();

        Assert.Null(GpuMemory.TryOpen(2, driver.Path, driver.Path));
        Assert.Equal(0, driver.Users);
    }

    // Without it, which GPU a number means would be a guess.
    [CompilerFact]
    public void TryOpen_DriverThatDoesNotTellParts_IsNone()
    {
        using var driver = new StandInDriver("cuDeviceGetUuid_v2");

        Assert.Null(GpuMemory.TryOpen(0, driver.Path, driver.Path));
    }

    [CompilerFact]
    public void TryOpen_NoManagementLibrary_IsNone()
    {
        using var driver = new StandInDriver();

        Assert.Null(GpuMemory.TryOpen(0, driver.Path, driver.Path + ".missing"));
    }

    [Fact]
    public void TryOpen_NoDriver_IsNone() => Assert.Null(GpuMemory.TryOpen(0, "/nowhere/libcuda.so.1", "/nowhere/libnvidia-ml.so.1"));
}

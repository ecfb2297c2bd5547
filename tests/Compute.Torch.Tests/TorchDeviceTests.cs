using SteerScope.Devices;
using TorchSharp;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class TorchDeviceTests
{
    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("torch-cpu", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:3", "cuda:3")]
    [InlineData("torch-cuda:12", "cuda:12")]
    public void Parse_Known_IsTheDevice(string text, string expected)
    {
        var device = TorchDevice.Parse(text);
        Assert.Equal(expected, device.ToString());
        Assert.Equal(expected != "cpu", device.IsCuda);
        Assert.Equal(device, TorchDevice.Parse(device.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CUDA:0")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:1x")]
    [InlineData("cuda:99999999999")]
    public void Parse_Unknown_ThrowsInputException(string text)
    {
        var exception = Assert.Throws<InputException>(() => TorchDevice.Parse(text));
        Assert.Contains("torch-cuda:N", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Cpu_IsNamed()
    {
        using var ops = TestOps.Open();
        Assert.Equal("torch-cpu", ops.Name);
        Assert.Equal(Precision.Float32, ops.Precision);
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchOps.Open(TorchDevice.Cpu, 0));
    }

    [Fact]
    public void Open_CudaThatIsNotThere_SaysHowToGetIt()
    {
        var missing = TorchDevice.Cuda(torch.cuda.is_available() ? torch.cuda.device_count() : 0);
        var exception = Assert.Throws<InputException>(() => TorchOps.Open(missing, 1));
        Assert.Contains($"torch-{missing}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(torch.cuda.is_available() ? "this machine has" : "-p:Libtorch=cuda", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operation_OnAnyThread_UsesTheThreadsAskedFor()
    {
        var used = new List<int>();
        foreach (var threads in new[] { 2, 1 })
        {
            using var ops = TorchOps.Open(TorchDevice.Cpu, threads);
            var thread = new Thread(() =>
            {
                ops.Upload([1f], 1, 1).Dispose();
                used.Add(torch.get_num_threads());
            });
            thread.Start();
            thread.Join();
        }

        Assert.Equal([2, 1], used);
    }
}

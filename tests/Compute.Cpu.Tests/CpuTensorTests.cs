using System.Runtime.CompilerServices;
using SteerScope.Compute.Cpu.Memory;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests;

public sealed class CpuTensorTests
{
    [Fact]
    public void Use_AfterDispose_Throws()
    {
        using var ops = new CpuOps();
        using var other = ops.Upload([1f, 2f], 1, 2);
        var x = ops.Upload([1f, 2f], 1, 2);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ops.Download(x, new float[2]));
        Assert.Throws<ObjectDisposedException>(() => ops.Rows(x));
        Assert.Throws<ObjectDisposedException>(() => ops.Columns(x));
        Assert.Throws<ObjectDisposedException>(() => ops.Add(other, x));
        Assert.Throws<ObjectDisposedException>(() => ops.RowNorms(x));
        Assert.Throws<ObjectDisposedException>(() => x.Values.Length);
    }

    [Fact]
    public void Dispose_Twice_ReturnsTheMemoryOnce()
    {
        using var ops = new CpuOps();
        var x = ops.Upload([1f, 2f], 1, 2);
        x.Dispose();
        x.Dispose();
        using var first = ops.Upload([3f, 4f], 1, 2);
        using var second = ops.Upload([5f, 6f], 1, 2);
        Assert.Equal([3f, 4f], first.Values.ToArray());
        Assert.Equal([5f, 6f], second.Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1025)]
    [InlineData(123456)]
    public unsafe void Memory_AnySize_IsAligned(int length)
    {
        var pool = new TensorPool(1 << 20);
        using var x = new CpuTensor(pool, 1, length);
        using var y = new CpuTensor(pool, 1, length);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref x.Span[0]) % 64);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref y.Span[0]) % 64);
        Assert.Equal(length, x.Values.Length);
    }

    [Fact]
    public unsafe void Pool_ReturnedBuffer_IsUsedAgain()
    {
        var pool = new TensorPool(1 << 20);
        nint address;
        using (var x = new CpuTensor(pool, 10, 300))
        {
            address = (nint)Unsafe.AsPointer(ref x.Span[0]);
        }

        Assert.InRange(pool.RetainedBytes, 10 * 300 * 4, 10 * 300 * 5);
        using var y = new CpuTensor(pool, 300, 10);
        Assert.Equal(address, (nint)Unsafe.AsPointer(ref y.Span[0]));
        Assert.Equal(0, pool.RetainedBytes);
    }

    [Fact]
    public void Pool_BeyondTheLimit_KeepsNothing()
    {
        var pool = new TensorPool(5000);
        new CpuTensor(pool, 1, 1024).Dispose();
        Assert.Equal(4096, pool.RetainedBytes);
        new CpuTensor(pool, 1, 2048).Dispose();
        Assert.Equal(4096, pool.RetainedBytes);
    }

    [Fact]
    public void Tensor_TooLarge_ThrowsBeforeTakingMemory()
    {
        var pool = new TensorPool(0);
        Assert.Throws<ArgumentException>(() => new CpuTensor(pool, int.MaxValue, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuTensor(pool, -1, 2));
    }

    [Fact]
    public void Ops_AfterDispose_MakesNoTensors()
    {
        var ops = new CpuOps();
        using var x = ops.Upload([1f, 2f], 1, 2);
        ops.Dispose();
        Assert.Equal([1f, 2f], x.Values.ToArray());
        Assert.Throws<ObjectDisposedException>(() => ops.GatherRows(x, [0]));
    }
}

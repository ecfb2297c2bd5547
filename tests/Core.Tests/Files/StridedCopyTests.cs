using System.Runtime.InteropServices;
using FsCheck.Xunit;
using SteerScope.Files;
using Xunit;

namespace SteerScope.Core.Tests.Files;

public sealed class StridedCopyTests
{
    [Property(MaxTest = 200)]
    public void ToRowMajor_AnyPermutationOfAxes_IsWhatIndexingGives(byte a, byte b, byte c, byte order, byte offset, bool wide)
    {
        int[] sizes = [1 + (a % 5), 1 + (b % 130), 1 + (c % 130)];
        int[][] permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        var permutation = permutations[order % 6];
        var strides = new long[3];
        long stride = wide ? 2 : 1;
        foreach (var axis in permutation.Reverse())
        {
            strides[axis] = stride;
            stride *= sizes[axis];
        }

        var source = Enumerable.Range(0, (int)stride + offset).ToArray();
        using var result = StridedCopy.ToRowMajor((at, count) => MemoryMarshal.AsBytes<int>(source).Slice((int)at, count), offset, sizes, strides, sizeof(int));
        var actual = MemoryMarshal.Cast<byte, int>(result.Bytes(0, (int)result.Length)).ToArray();
        var expected = new List<int>();
        for (var i = 0; i < sizes[0]; i++)
        {
            for (var j = 0; j < sizes[1]; j++)
            {
                for (var k = 0; k < sizes[2]; k++)
                {
                    expected.Add((int)(offset + (i * strides[0]) + (j * strides[1]) + (k * strides[2])));
                }
            }
        }

        Assert.Equal(expected, actual);
        if (!sizes.Contains(1))
        {
            Assert.Equal(!wide && order % 6 == 0, StridedCopy.IsRowMajor(sizes, strides));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void ToRowMajor_EverySize_KeepsTheBytes(int size)
    {
        var source = Enumerable.Range(0, 6 * size).Select(i => (byte)i).ToArray();
        using var result = StridedCopy.ToRowMajor((at, count) => source.AsSpan((int)at, count), 0, [2, 3], [1, 2], size);
        Assert.Equal(new[] { 0, 2, 4, 1, 3, 5 }.SelectMany(i => source.Skip(i * size).Take(size)), result.Bytes(0, 6 * size).ToArray());
    }

    [Fact]
    public void ToRowMajor_ScalarsAndNothing_Work()
    {
        var source = new byte[] { 7, 8 };
        using var scalar = StridedCopy.ToRowMajor((at, count) => source.AsSpan((int)at, count), 1, [], [], 1);
        Assert.Equal([8], scalar.Bytes(0, 1).ToArray());
        using var nothing = StridedCopy.ToRowMajor((at, count) => source.AsSpan((int)at, count), 0, [0, 5], [1, 1], 1);
        Assert.Equal(0, nothing.Length);
    }
}

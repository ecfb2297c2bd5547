using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests.Kernels;

public sealed unsafe class MicroKernelTests
{
    public static TheoryData<int, int> WidthsAndRows
    {
        get
        {
            var data = new TheoryData<int, int>();
            for (var width = 0; width < MatrixKernel.All.Count; width++)
            {
                for (var rows = 1; rows <= 30; rows++)
                {
                    data.Add(width, rows);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndRows))]
    public void Run_AnyRows_IsOneAscendingFusedAccumulator(int width, int rows)
    {
        const int Depth = 19;
        var kernel = MatrixKernel.All[width];
        var columns = kernel.PanelWidth;
        var (lda, ldc) = (Depth + 3, columns + 5);
        var a = TestValues.Normal(rows * lda, 1);
        var b = TestValues.Normal(Depth * columns, 2);
        var c = TestValues.Normal(rows * ldc, 3);
        float[] expected = [.. c];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                ref var sum = ref expected[(row * ldc) + column];
                for (var k = 0; k < Depth; k++)
                {
                    sum = MathF.FusedMultiplyAdd(a[(row * lda) + k], b[(k * columns) + column], sum);
                }
            }
        }

        fixed (float* pa = a, pb = b, pc = c)
        {
            kernel.Run(ElementKind.Float32, pa, lda, rows, (byte*)pb, 7, pc, ldc, accumulate: true);
            kernel.Run(ElementKind.Float32, pa + 7, lda, rows, (byte*)(pb + (7 * columns)), Depth - 7, pc, ldc, accumulate: true);
        }

        // Also what lies between the rows of c must be as it was.
        Assert.Equal(expected, c);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_SixteenBitWeights_AreWidenedExactly(int width)
    {
        var kernel = MatrixKernel.All[width];
        var columns = kernel.PanelWidth;
        var panel = new ushort[columns];
        var result = new float[columns];
        var one = 1f;
        for (var first = 0; first <= ushort.MaxValue; first += columns)
        {
            for (var lane = 0; lane < columns; lane++)
            {
                panel[lane] = (ushort)(first + lane);
            }

            foreach (var kind in new[] { ElementKind.Half, ElementKind.BFloat16 })
            {
                fixed (ushort* b = panel)
                fixed (float* c = result)
                {
                    kernel.Run(kind, &one, 1, 1, (byte*)b, 1, c, columns, accumulate: false);
                }

                for (var lane = 0; lane < columns; lane++)
                {
                    var expected = kind == ElementKind.Half ? (float)BitConverter.UInt16BitsToHalf(panel[lane]) : BitConverter.Int32BitsToSingle(panel[lane] << 16);
                    Assert.True(expected.Equals(result[lane]), $"{kind} {panel[lane]:x4}: {result[lane]:R} in place of {expected:R}");
                }
            }
        }
    }
}

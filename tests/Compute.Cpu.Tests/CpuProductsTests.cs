using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests;

public sealed class CpuProductsTests
{
    private static readonly (int Rows, int Depth, int Columns)[] Shapes = [(1, 1, 1), (3, 70, 5), (1100, 33, 66), (40, 600, 31), (65, 2, 130)];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Multiply_OfMatricesAndTransposes_IsTheirProduct(bool left, bool right)
    {
        using var products = new CpuProducts(2);
        foreach (var (n, k, m) in Shapes)
        {
            var (a, b) = (TestValues.Normal(n * k, 1), TestValues.Normal(k * m, 2));
            var c = Product(products, left, right, n, k, m, a, b);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < m; j++)
                {
                    var expected = 0.0;
                    for (var at = 0; at < k; at++)
                    {
                        expected += (double)(left ? a[(at * n) + i] : a[(i * k) + at]) * (right ? b[(j * k) + at] : b[(at * m) + j]);
                    }

                    Assert.Equal(expected, c[(i * m) + j], 1e-5 * Math.Sqrt(k) * 4);
                }
            }
        }
    }

    [Fact]
    public void Multiply_WithAnyThreadsAndVectorWidth_IsTheSameBits()
    {
        using var one = new CpuProducts(1);
        foreach (var kernel in MatrixKernel.All)
        {
            using var other = new CpuProducts(3, kernel);
            foreach (var (n, k, m) in Shapes)
            {
                var (a, b) = (TestValues.Normal(n * k, 1), TestValues.Normal(k * m, 2));
                Assert.Equal(Product(one, true, false, n, k, m, a, b), Product(other, true, false, n, k, m, a, b));
                Assert.Equal(Product(one, false, true, n, k, m, a, b), Product(other, false, true, n, k, m, a, b));
            }
        }
    }

    [Fact]
    public void Multiply_OfShapesThatDoNotFit_NamesThem()
    {
        using var products = new CpuProducts();
        var depth = Assert.Throws<ArgumentException>(() => products.Multiply(new(new float[6], 2, 3), new(new float[8], 4, 2), new float[4]));
        Assert.Contains("[2, 3] times [4, 2]", depth.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => products.Multiply(new(new float[6], 2, 3), new(new float[6], 3, 2), new float[5]));
        Assert.Throws<ArgumentException>(() => new MatrixOperand(new float[6], 2, 2).Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Spread_OverAnyNumber_DoesEachOnce(int threads)
    {
        using var products = new CpuProducts(threads);
        foreach (var count in new[] { 0, 1, 2, 7, 1000 })
        {
            var done = new int[count];
            products.Spread(count, (first, length) =>
            {
                for (var i = first; i < first + length; i++)
                {
                    Interlocked.Increment(ref done[i]);
                }
            });
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    private static float[] Product(CpuProducts products, bool left, bool right, int n, int k, int m, float[] a, float[] b)
    {
        var c = new float[n * m];
        products.Multiply(
            left ? new MatrixOperand(a, k, n).Transpose() : new MatrixOperand(a, n, k),
            right ? new MatrixOperand(b, m, k).Transpose() : new MatrixOperand(b, k, m),
            c);
        return c;
    }
}

using FsCheck.Xunit;
using SteerScope.Statistics;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class TridiagonalEigenTests
{
    [Property(MaxTest = 50)]
    public void Solve_AnyMatrix_GivesOrthonormalEigenvectors(short[] entries)
    {
        var n = Math.Min(12, (entries.Length + 1) / 2);
        if (n == 0)
        {
            return;
        }

        var diagonal = entries.Take(n).Select(value => value / 100.0).ToArray();
        var off = Enumerable.Range(0, n - 1).Select(i => entries[(n + i) % entries.Length] / 100.0).ToArray();
        var (values, vectors) = TridiagonalEigen.Solve(diagonal, off);
        var scale = 1 + diagonal.Concat(off).Max(Math.Abs);
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                var product = diagonal[i] * vectors[(i * n) + k];
                product += i > 0 ? off[i - 1] * vectors[((i - 1) * n) + k] : 0;
                product += i < n - 1 ? off[i] * vectors[((i + 1) * n) + k] : 0;
                Assert.Equal(values[k] * vectors[(i * n) + k], product, 1e-11 * scale);
            }

            for (var other = 0; other <= k; other++)
            {
                var dot = Enumerable.Range(0, n).Sum(i => vectors[(i * n) + k] * vectors[(i * n) + other]);
                Assert.Equal(other == k ? 1 : 0, dot, 1e-12);
            }
        }
    }
}

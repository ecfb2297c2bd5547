namespace SteerScope.Statistics;

/// <summary>Cholesky factor of a symmetric positive definite matrix, in double; a row-major [n, n] array, lower half used.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower half of A by L with A = L L^T. False when A is not positive definite to rounding.</summary>
    public static bool TryFactor(double[] matrix, int n)
    {
        for (var row = 0; row < n; row++)
        {
            var current = matrix.AsSpan(row * n, n);
            for (var column = 0; column < row; column++)
            {
                var other = matrix.AsSpan(column * n, n);
                var sum = current[column] - VectorMath.Dot(current[..column], other[..column]);
                current[column] = sum / other[column];
            }

            var diagonal = current[row] - VectorMath.Dot(current[..row], current[..row]);
            if (!(diagonal > 0))
            {
                return false;
            }

            current[row] = Math.Sqrt(diagonal);
        }

        return true;
    }

    /// <summary>Solves L L^T x = b in place.</summary>
    public static void Solve(double[] factor, int n, Span<double> b)
    {
        for (var row = 0; row < n; row++)
        {
            b[row] = (b[row] - VectorMath.Dot(factor.AsSpan(row * n, row), b[..row])) / factor[(row * n) + row];
        }

        for (var row = n - 1; row >= 0; row--)
        {
            b[row] /= factor[(row * n) + row];
            VectorMath.AddScaled(b[..row], -b[row], factor.AsSpan(row * n, row));
        }
    }
}

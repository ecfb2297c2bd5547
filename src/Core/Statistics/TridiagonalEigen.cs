namespace SteerScope.Statistics;

/// <summary>
/// Eigenvalues and eigenvectors of a real symmetric tridiagonal matrix by implicit QL with Wilkinson shifts (Golub and
/// Van Loan, Matrix Computations, section 8.3).
/// </summary>
internal static class TridiagonalEigen
{
    private const int SweepsPerEigenvalue = 60;

    /// <summary>Eigenpairs in no particular order: values [n], vectors [n, n] row-major with one eigenvector per column.</summary>
    public static (double[] Values, double[] Vectors) Solve(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        var n = diagonal.Length;
        var d = diagonal.ToArray();
        var e = new double[n];
        offDiagonal[..(n - 1)].CopyTo(e);
        var z = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            z[(i * n) + i] = 1;
        }

        for (var l = 0; l < n; l++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var m = SplitAfter(d, e, l);
                if (m == l)
                {
                    break;
                }

                if (sweep == SweepsPerEigenvalue)
                {
                    throw new ArithmeticException("The eigenvalues of a tridiagonal matrix did not converge.");
                }

                QlStep(d, e, z, n, l, m);
            }
        }

        return (d, z);
    }

    private static int SplitAfter(double[] d, double[] e, int l)
    {
        var m = l;
        while (m < d.Length - 1 && Math.Abs(e[m]) > 2.22e-16 * (Math.Abs(d[m]) + Math.Abs(d[m + 1])))
        {
            m++;
        }

        return m;
    }

    private static void QlStep(double[] d, double[] e, double[] z, int n, int l, int m)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        g = d[m] - d[l] + (e[l] / (g + Math.CopySign(Hypotenuse(g, 1), g)));
        double s = 1, c = 1, p = 0;
        for (var i = m - 1; i >= l; i--)
        {
            var f = s * e[i];
            var b = c * e[i];
            var r = Hypotenuse(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            for (var k = 0; k < n; k++)
            {
                var upper = z[(k * n) + i + 1];
                var lower = z[(k * n) + i];
                z[(k * n) + i + 1] = (s * lower) + (c * upper);
                z[(k * n) + i] = (c * lower) - (s * upper);
            }
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static double Hypotenuse(double a, double b) => double.Hypot(a, b);
}

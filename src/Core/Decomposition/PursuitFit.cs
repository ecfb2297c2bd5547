using SteerScope.Statistics;

namespace SteerScope.Decomposition;

/// <summary>Least squares over directions that join one by one: a QR factorisation by Gram-Schmidt, done twice for accuracy.</summary>
internal sealed class PursuitFit
{
    private readonly List<double[]> basis = [];
    private readonly List<double[]> columns = []; // column j of R: j + 1 values
    private readonly List<double> projections = []; // Q^T vector

    /// <summary>Adds a direction and takes its part out of the residual; false when it lies in the span of the others.</summary>
    public bool TryAdd(double[] direction, double[] residual, double independent)
    {
        var rest = (double[])direction.Clone();
        var column = new double[basis.Count + 1];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < basis.Count; i++)
            {
                var share = VectorMath.Dot(basis[i], rest);
                column[i] += share;
                VectorMath.AddScaled(rest, -share, basis[i]);
            }
        }

        var norm = VectorMath.Norm(rest);
        if (norm <= independent * VectorMath.Norm(direction))
        {
            return false;
        }

        column[^1] = norm;
        var unit = VectorMath.Scaled(rest, 1 / norm);
        var projection = VectorMath.Dot(unit, residual);
        VectorMath.AddScaled(residual, -projection, unit);
        basis.Add(unit);
        columns.Add(column);
        projections.Add(projection);
        return true;
    }

    /// <summary>Coefficients of the directions, in the order added: R c = Q^T vector.</summary>
    public double[] Coefficients()
    {
        var result = projections.ToArray();
        for (var j = result.Length - 1; j >= 0; j--)
        {
            result[j] /= columns[j][j];
            for (var i = 0; i < j; i++)
            {
                result[i] -= columns[j][i] * result[j];
            }
        }

        return result;
    }
}

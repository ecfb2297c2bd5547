using SteerScope.Statistics;

namespace SteerScope.Steering;

/// <summary>Applies a <see cref="VectorNormalisation"/> to the vectors of one layer.</summary>
public static class VectorNormaliser
{
    /// <summary>The rescaled vectors, in the order given.</summary>
    /// <param name="normalisation">What is done.</param>
    /// <param name="vectors">One vector [d] per behaviour, all of the same layer and method.</param>
    /// <param name="behaviours">Their names, for the error.</param>
    /// <exception cref="InputException">A vector is zero and has no direction to keep.</exception>
    public static IReadOnlyList<double[]> Apply(
        VectorNormalisation normalisation, IReadOnlyList<double[]> vectors, IReadOnlyList<string> behaviours)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(behaviours);
        if (vectors.Count != behaviours.Count)
        {
            throw new ArgumentException($"There are {vectors.Count} vectors and {behaviours.Count} names.");
        }

        if (normalisation == VectorNormalisation.None || vectors.Count == 0)
        {
            return vectors;
        }

        var norms = vectors.Select(vector => VectorMath.Norm(vector)).ToArray();
        for (var i = 0; i < norms.Length; i++)
        {
            if (norms[i] == 0)
            {
                throw new InputException(
                    $"The steering vector of behaviour '{behaviours[i]}' is zero and cannot be normalised; use normalisation none or other pairs.");
            }
        }

        var target = normalisation == VectorNormalisation.Unit ? 1 : norms.Sum() / norms.Length;
        return [.. vectors.Select((vector, i) => VectorMath.Scaled(vector, target / norms[i]))];
    }
}

namespace SteerScope.Compute;

/// <summary>
/// Products of float32 matrices on the host, which training needs forward and backward. Every element of a result is one sum over
/// the depth in ascending order, so that its bits depend neither on the number of threads nor on the machine.
/// </summary>
public interface IDenseProducts : IDisposable
{
    /// <summary>c = a b: [n, k] [k, m] -> [n, m], row-major.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit one another.</exception>
    void Multiply(MatrixOperand a, MatrixOperand b, Span<float> c);

    /// <summary>Cuts 0 to <paramref name="count"/> into runs (first, count) and does each once, on as many cores as there are for it.</summary>
    void Spread(int count, Action<int, int> run);
}

using SteerScope.Compute;
using Xunit;

namespace SteerScope.Tests.Support.Compute;

/// <summary>
/// What every compute provider must do, checked against <see cref="ReferenceOps"/>. A provider's test project derives from it.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public abstract partial class TensorOpsConformance<T> : IDisposable
    where T : class, IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly Lazy<ITensorOps<T>> ops;

    protected TensorOpsConformance()
    {
        ops = new Lazy<ITensorOps<T>>(() => Keep(CreateOps()));
    }

    /// <summary>The provider under test.</summary>
    protected ITensorOps<T> Ops => ops.Value;

    /// <summary>The oracle.</summary>
    protected ReferenceOps Reference { get; } = new();

    /// <summary>Largest difference to the oracle, relative to the largest magnitude of a result (at least 1).</summary>
    protected virtual double Tolerance => 2e-6;

    /// <summary>Whether a row's bits depend on nothing but its inputs; else they are compared within <see cref="Tolerance"/>.</summary>
    protected virtual bool BitIdenticalBatching => true;

    /// <summary>Creates the provider.</summary>
    protected abstract ITensorOps<T> CreateOps();

    /// <inheritdoc/>
    public void Dispose()
    {
        for (var index = owned.Count - 1; index >= 0; index--)
        {
            owned[index].Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of something at the end of the test.</summary>
    protected TOwned Keep<TOwned>(TOwned value)
        where TOwned : IDisposable
    {
        owned.Add(value);
        return value;
    }

    /// <summary>Normal values of a seed, as a matrix.</summary>
    protected T Device(int rows, int columns, int seed, float scale = 1f) =>
        Keep(Ops.Upload(TestValues.Normal(rows * columns, seed, scale), rows, columns));

    /// <summary>The same matrix as <see cref="Device"/> for the oracle.</summary>
    protected ReferenceTensor Expected(int rows, int columns, int seed, float scale = 1f) =>
        Reference.Upload(TestValues.Normal(rows * columns, seed, scale), rows, columns);

    /// <summary>Values of a device tensor.</summary>
    protected float[] Values(T x)
    {
        var values = new float[Ops.Rows(x) * Ops.Columns(x)];
        Ops.Download(x, values);
        return values;
    }

    /// <summary>Values of one row of a device tensor.</summary>
    protected float[] Row(T x, int row) => Values(x).AsSpan(row * Ops.Columns(x), Ops.Columns(x)).ToArray();

    /// <summary>Rows in this order, as a new device tensor.</summary>
    protected T Take(T x, params int[] rows) => Keep(Ops.GatherRows(x, rows));

    /// <summary>Compares shape and values with the oracle's.</summary>
    protected void AssertClose(ReferenceTensor expected, T actual)
    {
        Assert.Equal(expected.Shape, $"[{Ops.Rows(actual)}, {Ops.Columns(actual)}]");
        AssertClose(expected.Values.ToArray(), Values(actual));
    }

    /// <summary>Compares values with the oracle's.</summary>
    protected void AssertClose(double[] expected, IReadOnlyList<float> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        var limit = Tolerance * Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (var index = 0; index < expected.Length; index++)
        {
            var difference = Math.Abs(expected[index] - actual[index]);
            Assert.True(difference <= limit, $"value {index} is {actual[index]:R}, expected {expected[index]:R} within {limit:G3}");
        }
    }

    /// <summary>Compares what was computed in two ways: bit for bit, where the provider promises that.</summary>
    protected void AssertSame(float[] expected, float[] actual)
    {
        if (!BitIdenticalBatching)
        {
            AssertClose([.. expected.Select(value => (double)value)], actual);
            return;
        }

        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
    }
}

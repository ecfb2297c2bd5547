namespace SteerScope.Statistics;

/// <summary>Sum and count of vectors of one width, in double; what a capture shard hands on instead of its activations.</summary>
public sealed class VectorSums
{
    private readonly double[] sum;

    /// <summary>No vectors yet.</summary>
    /// <param name="width">Number of values of a vector.</param>
    public VectorSums(int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        sum = new double[width];
    }

    /// <summary>What was added elsewhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public VectorSums(long count, ReadOnlySpan<double> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        this.sum = sum.ToArray();
    }

    /// <summary>Number of vectors added.</summary>
    public long Count { get; private set; }

    /// <summary>Number of values of a vector.</summary>
    public int Width => sum.Length;

    /// <summary>Element-wise sum, [width].</summary>
    public ReadOnlySpan<double> Sum => sum;

    /// <summary>Adds one vector.</summary>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        RequireWidth(vector.Length);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += vector[i];
        }

        Count++;
    }

    /// <summary>Adds the sum of <paramref name="count"/> vectors.</summary>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public void AddSum(long count, ReadOnlySpan<double> other)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireWidth(other.Length);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += other[i];
        }

        Count += count;
    }

    /// <summary>Adds all vectors of another; merge shards in their order, so that the rounding is the same each time.</summary>
    /// <exception cref="ArgumentException">The width differs.</exception>
    public void Merge(VectorSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        AddSum(other.Count, other.sum);
    }

    /// <summary>Element-wise mean, [width].</summary>
    /// <exception cref="InvalidOperationException">No vector was added.</exception>
    public double[] Mean()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("No vector was added, so there is no mean.");
        }

        var mean = new double[sum.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            mean[i] = sum[i] / Count;
        }

        return mean;
    }

    private void RequireWidth(int width)
    {
        if (width != sum.Length)
        {
            throw new ArgumentException($"A vector of {width} values does not fit sums of {sum.Length}.");
        }
    }
}

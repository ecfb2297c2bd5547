namespace SteerScope.Saes.Training;

/// <summary>For how many tokens each feature has not been active.</summary>
internal sealed class FeatureActivity
{
    private readonly long limit;

    /// <param name="features">F.</param>
    /// <param name="limit">Tokens after which a feature is dead.</param>
    public FeatureActivity(int features, long limit)
    {
        this.limit = limit;
        Since = new long[features];
    }

    /// <summary>Tokens since the last activity [F]; a batch counts as one moment.</summary>
    public long[] Since { get; }

    /// <summary>The dead features, ascending.</summary>
    public int[] Dead() => [.. Enumerable.Range(0, Since.Length).Where(i => Since[i] >= limit)];

    /// <summary>Counts a batch.</summary>
    /// <param name="active">Tokens of it in which each feature was active [F].</param>
    /// <param name="tokens">Tokens of it.</param>
    public void Count(int[] active, int tokens)
    {
        for (var i = 0; i < Since.Length; i++)
        {
            Since[i] = active[i] > 0 ? 0 : Since[i] + tokens;
        }
    }
}

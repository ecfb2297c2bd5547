namespace SteerScope.Decomposition;

/// <summary>The strongest features of a decomposition.</summary>
public static class TopFeatures
{
    /// <summary>Active features only, largest activation first, ties by lower index; fewer than asked when fewer are active.</summary>
    public static IReadOnlyList<ActiveFeature> Of(ReadOnlySpan<float> activations, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var active = new List<ActiveFeature>();
        for (var feature = 0; feature < activations.Length; feature++)
        {
            if (activations[feature] > 0)
            {
                active.Add(new ActiveFeature(feature, activations[feature]));
            }
        }

        return [.. active.OrderByDescending(item => item.Activation).ThenBy(item => item.Feature).Take(count)];
    }

    /// <summary>Number of features that both have among their first <paramref name="count"/>.</summary>
    public static int Overlap(IReadOnlyList<ActiveFeature> first, IReadOnlyList<ActiveFeature> second, int count)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var others = second.Take(count).Select(item => item.Feature).ToHashSet();
        return first.Take(count).Count(item => others.Contains(item.Feature));
    }
}

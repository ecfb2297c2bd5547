using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>
/// Turns the last block's output at the reading rows into answer-logit differences. Only the logits of the answers'
/// tokens are computed; the log-probability metric alone needs the whole vocabulary, and only after the letter, since at
/// the letter both answers share the normaliser.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
internal sealed class PropensityReadout<T>
    where T : class, IDisposable
{
    private readonly Transformer<T> _model;
    private readonly IReadOnlyList<PropensityMetric> _metrics;
    private readonly int[] _ids;
    private readonly Dictionary<int, int> _column = [];

    /// <summary>A readout for a batch of pairs.</summary>
    public PropensityReadout(Transformer<T> model, IEnumerable<PairRows> pairs, IReadOnlyList<PropensityMetric> metrics)
    {
        _model = model;
        _metrics = metrics;
        var asked = pairs.SelectMany(p => p.Pair.MatchingTail.Take(1 + p.MatchingLength).Concat(p.Pair.OtherTail.Take(1 + p.OtherLength)));
        _ids = [.. asked.Distinct().Order()];
        for (var i = 0; i < _ids.Length; i++)
        {
            _column.Add(_ids[i], i);
        }
    }

    /// <summary>Reads differences per group of reading rows; <paramref name="store"/> receives (group, metric index, value).</summary>
    /// <param name="resid">Last block's output at the reading rows of all groups, one after the other [sum of counts, d].</param>
    /// <param name="groups">The pair of each group.</param>
    /// <param name="store">Receives the values.</param>
    public void Read(T resid, IReadOnlyList<PairRows> groups, Action<int, int, double> store)
    {
        using var normed = _model.FinalNorm(resid);
        using var asked = _model.Logits(normed, _ids); // [rows, ids]
        var logits = _model.ToHost(asked);
        var normalisers = Normalisers(normed, groups);
        var row = 0;
        for (var g = 0; g < groups.Count; g++)
        {
            for (var m = 0; m < _metrics.Count; m++)
            {
                store(g, m, Difference(logits, normalisers, groups[g], row, _metrics[m]));
            }

            row += groups[g].ReadCount;
        }
    }

    private double Difference(float[] logits, double[]? normalisers, PairRows rows, int first, PropensityMetric metric)
    {
        var pair = rows.Pair;
        var difference = Logit(logits, first, pair.MatchingTail[0]) - Logit(logits, first, pair.OtherTail[0]);
        if (metric == PropensityMetric.LetterLogitDiff)
        {
            return difference;
        }

        var subtract = metric == PropensityMetric.LogprobDiffSum ? normalisers : null;
        var matching = Tail(logits, subtract, pair.MatchingTail, first + 1, rows.MatchingLength);
        var other = Tail(logits, subtract, pair.OtherTail, first + 1 + rows.MatchingLength, rows.OtherLength);
        return difference + matching - other;
    }

    private double Tail(float[] logits, double[]? normalisers, IReadOnlyList<int> tail, int first, int length)
    {
        var sum = 0.0;
        for (var j = 0; j < length; j++)
        {
            sum += Logit(logits, first + j, tail[j + 1]) - (normalisers?[first + j] ?? 0);
        }

        return sum;
    }

    private double Logit(float[] logits, int row, int id) => logits[((long)row * _ids.Length) + _column[id]];

    private double[]? Normalisers(T normed, IReadOnlyList<PairRows> groups)
    {
        if (!_metrics.Contains(PropensityMetric.LogprobDiffSum))
        {
            return null;
        }

        var rows = new List<int>();
        var first = 0;
        foreach (var group in groups)
        {
            rows.AddRange(Enumerable.Range(first + 1, group.ReadCount - 1));
            first += group.ReadCount;
        }

        var normalisers = new double[first];
        const int RowsAtOnce = 64;
        for (var i = 0; i < rows.Count; i += RowsAtOnce)
        {
            var some = rows.GetRange(i, Math.Min(RowsAtOnce, rows.Count - i));
            using var read = _model.Ops.GatherRows(normed, some);
            using var logits = _model.Logits(read); // [rows, vocabulary]
            var values = _model.Ops.LogSumExp(logits);
            for (var j = 0; j < some.Count; j++)
            {
                normalisers[some[j]] = values[j];
            }
        }

        return normalisers;
    }
}

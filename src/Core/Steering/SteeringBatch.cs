using SteerScope.Capture;
using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>One batch of pairs of a <see cref="SteeringRunner{T}"/>: the unsteered pass and every continuation from it.</summary>
internal sealed class SteeringBatch<T> : IDisposable
    where T : class, IDisposable
{
    private readonly Transformer<T> _model;
    private readonly SteeringRequest _request;
    private readonly PropensityGrid _grid;
    private readonly int _firstPair;
    private readonly CancellationToken _cancellation;
    private readonly PropensityReadout<T> _readout;
    private readonly PairRows[] _pairs;
    private readonly TokenBatch _batch;
    private readonly bool _wholeAnswers;
    private readonly KeyValues<T>?[] _keys;
    private readonly T?[] _readResid;
    private readonly T _vectors;

    public SteeringBatch(Transformer<T> model, SteeringRequest request, PropensityGrid grid, int firstPair, int count, CancellationToken cancellation)
    {
        _model = model;
        _request = request;
        _grid = grid;
        _firstPair = firstPair;
        _cancellation = cancellation;
        _wholeAnswers = PropensityReadout<T>.WholeAnswers(request.Metrics);
        var builder = new TokenBatchBuilder();
        _pairs = [.. request.Pairs.Skip(firstPair).Take(count).Select(p => PairRows.Append(builder, p, _wholeAnswers))];
        _batch = builder.Build();
        _readout = new PropensityReadout<T>(model, _pairs.Select(p => p.Pair), request.Metrics);
        _keys = new KeyValues<T>?[Layers];
        _readResid = new T?[Layers];
        var width = model.Shape.Width;
        _vectors = model.Ops.Upload(request.Directions.SelectMany(d => d.Vector).ToArray(), request.Directions.Count, width);
    }

    private int Layers => _model.Shape.Layers;

    /// <summary>Fills the grid for this batch's pairs.</summary>
    public void Run()
    {
        UnsteeredPass();
        for (var layer = 0; layer < Layers; layer++)
        {
            if (_readResid[layer] is { } resid)
            {
                Continue(layer, resid, TailVariants(layer), new TailContinuation(_pairs));
            }
        }
    }

    public void Dispose()
    {
        _vectors.Dispose();
        foreach (var keys in _keys)
        {
            keys?.Dispose();
        }

        foreach (var resid in _readResid)
        {
            resid?.Dispose();
        }
    }

    private void UnsteeredPass()
    {
        var readRows = _pairs.SelectMany(p => p.ReadRows).ToArray();
        var firstTailLayer = Enumerable.Range(0, Layers).FirstOrDefault(l => TailVariants(l).Count > 0, Layers);
        var resid = _model.Embed(_batch);
        try
        {
            for (var layer = 0; layer < Layers; layer++)
            {
                _cancellation.ThrowIfCancellationRequested();
                T output;
                if (layer > firstTailLayer)
                {
                    output = _model.Block(layer, resid, _batch, null, out var own);
                    _keys[layer] = own;
                }
                else
                {
                    output = _model.Block(layer, resid, _batch);
                }

                resid.Dispose();
                resid = output;
                if (TailVariants(layer).Count > 0)
                {
                    _readResid[layer] = _model.Ops.GatherRows(resid, readRows);
                }

                Continue(layer, resid, WholeVariants(layer), new WholeContinuation(_pairs));
            }

            using var last = _model.Ops.GatherRows(resid, readRows);
            _readout.Read(last, _pairs, StoreUnsteered);
        }
        finally
        {
            resid.Dispose();
        }
    }

    /// <summary>Variants that leave every position before the predicting one as it is.</summary>
    private List<SteeringVariant> TailVariants(int layer)
    {
        // Nothing attends to a position after the last block, and without answer rows nothing lies after the predicting
        // position: modes that give the same numbers are computed once and stored for all of them.
        var modes = _request.Positions.Where(p => p != AddingPositions.All || layer == Layers - 1);
        var groups = modes.GroupBy(p => p == AddingPositions.Last && _wholeAnswers ? AddingPositions.Last : AddingPositions.Answer);
        return Variants(layer, groups.Select(g => (g.Key, g.ToArray())));
    }

    private List<SteeringVariant> WholeVariants(int layer) =>
        layer == Layers - 1 || !_request.Positions.Contains(AddingPositions.All)
            ? []
            : Variants(layer, [(AddingPositions.All, [AddingPositions.All])]);

    private List<SteeringVariant> Variants(int layer, IEnumerable<(AddingPositions Mode, AddingPositions[] StoredAs)> modes) =>
        [.. from mode in modes
            from direction in Enumerable.Range(0, _request.Directions.Count)
            where _request.Directions[direction].Layer == layer
            from multiplier in Enumerable.Range(0, _request.Multipliers.Count)
            where _request.Multipliers[multiplier] != 0
            select new SteeringVariant(direction, multiplier, mode.Mode, mode.StoredAs)];

    // Batches hold one direction each: what a direction's numbers are does not depend on which others are asked for.
    private void Continue(int layer, T resid, List<SteeringVariant> variants, IContinuation continuation)
    {
        foreach (var direction in variants.GroupBy(v => v.Direction))
        {
            var jobs = (from pair in Enumerable.Range(0, _pairs.Length) from variant in direction select (Pair: pair, Variant: variant)).ToArray();
            foreach (var range in TokenBudget.Cut([.. jobs.Select(j => continuation.RowCount(j.Pair))], _request.BatchTokens))
            {
                _cancellation.ThrowIfCancellationRequested();
                ContinueSome(layer, resid, jobs[range], continuation);
            }
        }
    }

    private void ContinueSome(int layer, T resid, (int Pair, SteeringVariant Variant)[] jobs, IContinuation continuation)
    {
        var layout = new ContinuationLayout();
        foreach (var (pair, variant) in jobs)
        {
            continuation.Append(layout, pair, variant, (float)_request.Multipliers[variant.Multiplier]);
        }

        var batch = layout.Build();
        var steered = _model.Ops.GatherRows(resid, layout.SourceRows);
        try
        {
            _model.Ops.AddScaledRows(steered, _vectors, layout.VectorRows, layout.Scales);
            for (var next = layer + 1; next < Layers; next++)
            {
                var output = _model.Block(next, steered, batch, continuation.UsesCache ? _keys[next] : null);
                steered.Dispose();
                steered = output;
            }

            using var read = _model.Ops.GatherRows(steered, layout.ReadRows);
            _readout.Read(read, [.. jobs.Select(j => _pairs[j.Pair])], (job, metric, value) => Store(jobs[job], metric, value));
        }
        finally
        {
            steered.Dispose();
        }
    }

    private void Store((int Pair, SteeringVariant Variant) job, int metric, double value)
    {
        for (var p = 0; p < _request.Positions.Count; p++)
        {
            if (job.Variant.StoredAs.Contains(_request.Positions[p]))
            {
                _grid[job.Variant.Direction, p, metric, _firstPair + job.Pair, job.Variant.Multiplier] = value;
            }
        }
    }

    private void StoreUnsteered(int pair, int metric, double value)
    {
        for (var multiplier = 0; multiplier < _request.Multipliers.Count; multiplier++)
        {
            if (_request.Multipliers[multiplier] != 0)
            {
                continue;
            }

            for (var direction = 0; direction < _request.Directions.Count; direction++)
            {
                for (var positions = 0; positions < _request.Positions.Count; positions++)
                {
                    _grid[direction, positions, metric, _firstPair + pair, multiplier] = value;
                }
            }
        }
    }
}

using SteerScope.Capture;
using SteerScope.Models;

namespace SteerScope.Steering;

/// <summary>One batch of pairs of a <see cref="SteeringRunner{T}"/>: the unsteered pass and every continuation from it.</summary>
internal sealed class SteeringBatch<T> : IDisposable
    where T : class, IDisposable
{
    private readonly Transformer<T> _model;
    private readonly SteeringRequest _request;
    private readonly SteeringVariants _variants;
    private readonly PropensityGrid _grid;
    private readonly int _firstPair;
    private readonly CancellationToken _cancellation;
    private readonly PropensityReadout<T> _readout;
    private readonly PairRows[] _pairs;
    private readonly TokenBatch _batch;
    private readonly KeyValues<T>?[] _keys;
    private readonly T?[] _readResid;
    private readonly T _vectors;

    /// <summary>Packs the pairs of a range of the request.</summary>
    public SteeringBatch(
        Transformer<T> model, SteeringRequest request, SteeringVariants variants, PropensityGrid grid, Range pairs, CancellationToken cancellation)
    {
        _model = model;
        _request = request;
        _variants = variants;
        _grid = grid;
        _firstPair = pairs.Start.Value;
        _cancellation = cancellation;
        var builder = new TokenBatchBuilder();
        _pairs = [.. request.Pairs.Take(pairs).Select(p => PairRows.Append(builder, p, variants.WholeAnswers))];
        _batch = builder.Build();
        _readout = new PropensityReadout<T>(model, _pairs, request.Metrics);
        _keys = new KeyValues<T>?[Layers];
        _readResid = new T?[Layers];
        _vectors = model.Ops.Upload(request.Directions.SelectMany(d => d.Vector).ToArray(), request.Directions.Count, model.Shape.Width);
    }

    private int Layers => _model.Shape.Layers;

    /// <summary>Fills the grid for this batch's pairs.</summary>
    public void Run()
    {
        UnsteeredPass();
        var tails = new TailContinuation(_pairs);
        for (var layer = _variants.FirstTailLayer; layer < Layers; layer++)
        {
            if (_readResid[layer] is { } resid)
            {
                Continue(layer, resid, _variants.Tail(layer), tails);
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

    /// <summary>
    /// The pass that everything starts from. It keeps what the tails need: their rows of resid_post at steered layers, and
    /// the keys and values of the layers after the first of these. Whole continuations run where their layer passes by. Of the
    /// last layer only the rows that are read are computed.
    /// </summary>
    private void UnsteeredPass()
    {
        int[] readRows = [.. _pairs.SelectMany(p => p.ReadRows)];
        var wholes = new WholeContinuation(_pairs);
        var resid = _model.Embed(_batch); // [N, d]
        try
        {
            for (var layer = 0; layer < Layers - 1; layer++)
            {
                _cancellation.ThrowIfCancellationRequested();
                var output = Block(layer, resid); // [N, d]
                resid.Dispose();
                resid = output;
                if (_variants.Tail(layer).Count > 0)
                {
                    _readResid[layer] = _model.Ops.GatherRows(resid, readRows); // [R, d]
                }

                Continue(layer, resid, _variants.Whole(layer), wholes);
            }

            var last = LastBlock(resid, readRows); // [R, d]
            _readResid[Layers - 1] = last;
            if (_request.Multipliers.Contains(0))
            {
                _readout.Read(last, _pairs, StoreUnsteered);
            }
        }
        finally
        {
            resid.Dispose();
        }
    }

    private T LastBlock(T resid, int[] readRows)
    {
        var layer = Layers - 1;
        if (layer <= _variants.FirstTailLayer)
        {
            return _model.BlockRows(layer, resid, _batch, readRows);
        }

        var keys = _model.Keys(layer, resid, _batch);
        _keys[layer] = keys;
        return _model.BlockRows(layer, resid, _batch, readRows, keys);
    }

    private T Block(int layer, T resid) =>
        layer > _variants.FirstTailLayer ? _model.Block(layer, resid, _batch, null, out _keys[layer]!) : _model.Block(layer, resid, _batch);

    private void Continue(int layer, T resid, IReadOnlyList<SteeringVariant> variants, IContinuation continuation)
    {
        // Batches hold one direction each: what a direction's numbers are does not depend on which others are asked for.
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
            continuation.Append(layout, pair, variant);
        }

        var batch = layout.Build();
        var steered = _model.Ops.GatherRows(resid, layout.SourceRows); // [C, d]
        try
        {
            _model.Ops.AddScaledRows(steered, _vectors, layout.VectorRows, layout.Scales);
            // Every row of a tail is read; of a whole continuation few are, and its last block computes only these.
            var wholeBlocks = continuation.UsesCache ? Layers : Layers - 1;
            for (var next = layer + 1; next < wholeBlocks; next++)
            {
                var output = _model.Block(next, steered, batch, continuation.UsesCache ? _keys[next] : null); // [C, d]
                steered.Dispose();
                steered = output;
            }

            using var read = continuation.UsesCache
                ? _model.Ops.GatherRows(steered, layout.ReadRows)
                : _model.BlockRows(Layers - 1, steered, batch, layout.ReadRows); // [r, d]
            _readout.Read(read, [.. jobs.Select(j => _pairs[j.Pair])], (job, metric, value) => Store(jobs[job].Pair, jobs[job].Variant, metric, value));
        }
        finally
        {
            steered.Dispose();
        }
    }

    private void Store(int pair, SteeringVariant variant, int metric, double value)
    {
        foreach (var positions in variant.Positions)
        {
            _grid[variant.Direction, positions, metric, _firstPair + pair, variant.Multiplier] = value;
        }
    }

    private void StoreUnsteered(int pair, int metric, double value)
    {
        foreach (var (multiplier, _) in _request.Multipliers.Index().Where(m => m.Item == 0))
        {
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

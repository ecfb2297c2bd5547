using SteerScope.Artifacts;
using SteerScope.Devices;
using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Sweeps.Hosts;
using SteerScope.Sweeps.Plans;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Items;

/// <summary>
/// Does the work of an item: the same for every host. The model runs on the machine's device, all else on the managed kernels. Only outputs that are not committed yet are made, and
/// each is committed as soon as it is there. Several threads may use one executor.
/// </summary>
public sealed class ItemExecutor : IDisposable
{
    private readonly PreparedSweep _sweep;
    private readonly SweepKeys _keys;
    private readonly ArtifactStore _store;
    private readonly ModelShelf? _model;
    private readonly SaeShelf _saes;

    /// <summary>An executor; the model is loaded when the first item needs it.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="store">Its store.</param>
    /// <param name="device">The device that the model runs on; null on a machine that only merges.</param>
    /// <param name="merging">The managed kernels (<see cref="SweepStages.MergeProvider"/>); may be the same device.</param>
    public ItemExecutor(PreparedSweep sweep, ArtifactStore store, IComputeDevice? device, IComputeDevice merging)
    {
        _sweep = sweep;
        _keys = SweepKeys.Of(sweep);
        _store = store;
        _model = device is null ? null : new ModelShelf(device, sweep);
        _saes = new SaeShelf(merging);
    }

    private ItemExecutor(ItemExecutor other, ArtifactStore store)
    {
        (_sweep, _keys, _model, _saes) = (other._sweep, other._keys, other._model, other._saes);
        _store = store;
    }

    /// <summary>Whether it can do items of a stage.</summary>
    public bool Takes(SweepStage stage) => _model is not null || !SweepStages.NeedsModel(stage);

    /// <summary>Loads the model where an item of a stage still needs it, so that a wrong checkpoint ends the run and not one item after the other.</summary>
    /// <exception cref="InputException">The checkpoint is wrong.</exception>
    public void LoadModelFor(IReadOnlyList<StageCount> stages)
    {
        if (stages.Any(s => Takes(s.Stage) && SweepStages.NeedsModel(s.Stage) && s.Done < s.Total))
        {
            Model();
        }
    }

    /// <summary>Loads the model now.</summary>
    /// <exception cref="InputException">The checkpoint is wrong.</exception>
    public void LoadModel() => Model();

    /// <summary>The same executor with the store as another session of a cluster sees it: model and SAEs stay where they are.</summary>
    public ItemRunner RunnerFor(ArtifactStore store) => new ItemExecutor(this, store).Run;

    /// <summary>Makes and commits the missing outputs of an item.</summary>
    /// <exception cref="InvalidOperationException">It needs the model, and this machine only merges.</exception>
    /// <exception cref="SessionFencedException">The store's session is over; nothing more of it is committed.</exception>
    public void Run(WorkItem item, long epoch, CancellationToken cancellation)
    {
        ItemOutput[] missing = [.. item.Outputs.Where(o => !_store.Has(o.Key))];
        if (missing.Length == 0)
        {
            return;
        }

        switch (item.Stage)
        {
            case SweepStage.Capture:
                Capture(item, missing, epoch, cancellation);
                break;
            case SweepStage.Corpus:
                Corpus(item, missing, epoch, cancellation);
                break;
            case SweepStage.Norms:
                Norms(item, missing, epoch);
                break;
            case SweepStage.Vector:
                Vector(item, missing, epoch);
                break;
            case SweepStage.Decompose:
                Decompose(item, missing, epoch);
                break;
            case SweepStage.Steer:
                Steer(item, missing, epoch, cancellation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item.Stage, "No such stage.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _saes.Dispose();
        _model?.Dispose();
    }

    private ILoadedModel Model() => _model?.Get()
        ?? throw new InvalidOperationException("This machine only merges; an item that runs the model was given to it.");

    private void Capture(WorkItem item, ItemOutput[] missing, long epoch, CancellationToken cancellation)
    {
        var results = Model().CapturePairs(
            _keys.TrainShard(item.Behaviour, item.Shard), [.. missing.Select(o => o.Layer)], _sweep.Spec.Compute.BatchTokens, cancellation);
        foreach (var (output, result) in missing.Zip(results))
        {
            _store.Commit(output.Key, epoch, CaptureArtifact.ToContent(result));
        }
    }

    private void Corpus(WorkItem item, ItemOutput[] missing, long epoch, CancellationToken cancellation)
    {
        var corpus = _sweep.Corpus!;
        var results = Model().CaptureText(
            corpus.Shard(item.Shard),
            [.. missing.Select(o => o.Layer)],
            corpus.Sampled(item.Shard),
            _sweep.Spec.Compute.BatchTokens,
            cancellation);
        foreach (var (output, result) in missing.Zip(results))
        {
            _store.Commit(output.Key, epoch, CorpusArtifact.ToContent(result));
        }
    }

    private void Norms(WorkItem item, ItemOutput[] missing, long epoch)
    {
        var reads = new ItemReads(_store);
        var shards = _keys.CorpusShards(item.Layer);
        var norms = NormsBuilder.Build(() => shards.Select(key => CorpusArtifact.From(reads.Read(key))));
        _store.Commit(missing[0].Key, epoch, norms.ToContent(), reads.Digests);
    }

    private void Vector(WorkItem item, ItemOutput[] missing, long epoch)
    {
        foreach (var output in missing)
        {
            var reads = new ItemReads(_store);
            var vector = NormalisedVector(reads, item.Behaviour, item.Layer, SnakeCase.Parse<SteeringVectorMethod>(output.Variant, "method"));
            _store.Commit(output.Key, epoch, new VectorArtifact(vector).ToContent(), reads.Digests);
        }
    }

    private double[] NormalisedVector(ItemReads reads, int behaviour, int layer, SteeringVectorMethod method)
    {
        var normalisation = _sweep.Spec.Vectors.Normalise;
        int[] together = normalisation == VectorNormalisation.CommonPerLayer ? [.. Enumerable.Range(0, _sweep.Behaviours.Count)] : [behaviour];
        var vectors = VectorNormaliser.Apply(
            normalisation,
            [.. together.Select(b => RawVector(reads, b, layer, method))],
            [.. together.Select(b => _sweep.Behaviours[b].Name)]);
        return vectors[Array.IndexOf(together, behaviour)];
    }

    private double[] RawVector(ItemReads reads, int behaviour, int layer, SteeringVectorMethod method)
    {
        var shards = _keys.CaptureShards(behaviour, layer);
        if (method == SteeringVectorMethod.MeanDifference)
        {
            // Sums are all that it needs: memory does not grow with the number of prompts.
            var matching = new VectorSums(_sweep.Shape.Width);
            var notMatching = new VectorSums(_sweep.Shape.Width);
            foreach (var key in shards)
            {
                var sums = CaptureArtifact.SumsFrom(reads.Read(key));
                matching.Merge(sums.Matching);
                notMatching.Merge(sums.NotMatching);
            }

            return SteeringVectorBuilder.MeanDifference(matching, notMatching);
        }

        CaptureArtifact[] captures = [.. shards.Select(key => CaptureArtifact.From(reads.Read(key)))];
        return SteeringVectorBuilder.Build(method, Concatenate(captures.Select(c => c.Matching)), Concatenate(captures.Select(c => c.NotMatching)));
    }

    private static ActivationRows Concatenate(IEnumerable<ActivationRows> parts)
    {
        ActivationRows[] all = [.. parts];
        var values = new float[all.Sum(r => r.Values.Length)];
        var filled = 0;
        foreach (var rows in all)
        {
            rows.Values.CopyTo(values.AsMemory(filled));
            filled += rows.Values.Length;
        }

        return new ActivationRows(values, all.Sum(r => r.Count), all[0].Width);
    }

    private void Decompose(WorkItem item, ItemOutput[] missing, long epoch)
    {
        var spec = _sweep.Spec;
        using var lease = _saes.Borrow(_sweep.Saes[item.Sae].Path);
        foreach (var output in missing)
        {
            // Each output reads for itself, so that what is recorded of its inputs is the same whichever outputs are missing.
            var reads = new ItemReads(_store);
            var decomposer = new Decomposer(lease.Sae, Inputs(item, reads, everything: output.Variant.Length == 0), spec.DecompositionInputs, spec.Decompose);
            var content = output.Variant switch
            {
                "" => decomposer.Run().ToContent(),
                "reconstruction" => new VectorArtifact(decomposer.Reconstruct()).ToContent(),
                "activation_difference" => new VectorArtifact(decomposer.ActivationDifference().Values).ToContent(),
                "pursuit" => new VectorArtifact(decomposer.Pursuit().Values).ToContent(),
                _ => throw new ArgumentOutOfRangeException(nameof(missing), output.Variant, "No such form of a vector."),
            };
            _store.Commit(output.Key, epoch, content, reads.Digests);
        }
    }

    private DecomposeInputs Inputs(WorkItem item, ItemReads reads, bool everything)
    {
        var vector = VectorArtifact.From(reads.Read(_keys.Vector(item.Behaviour, item.Layer, _sweep.Spec.PrimaryMethod))).Vector;
        var captures = _keys.CaptureShards(item.Behaviour, item.Layer);
        var withCorpus = everything && _sweep.Corpus is not null;
        return new DecomposeInputs(
            vector,
            () => captures.Select(key => CaptureArtifact.From(reads.Read(key))),
            withCorpus ? NormsArtifact.From(reads.Read(_keys.Norms(item.Layer))) : null,
            withCorpus ? FractionOfNormsBelow(reads, item.Layer, VectorMath.Norm(vector)) : null);
    }

    private double FractionOfNormsBelow(ItemReads reads, int layer, double norm) =>
        ExactQuantiles.FractionBelow(
            _keys.CorpusShards(layer).Select(key => (ReadOnlyMemory<float>)CorpusArtifact.From(reads.Read(key)).Norms), norm);

    private void Steer(WorkItem item, ItemOutput[] missing, long epoch, CancellationToken cancellation)
    {
        var steer = _sweep.Spec.Steer;
        var pairs = _keys.TestShard(item.Behaviour, item.Shard);
        var key = _keys.Steer(item.Behaviour, item.Shard);
        SteeredDirection[] directions =
            [.. SteeredDirection.All(_sweep).Where(d => missing.Any(o => o.Layer == d.Layer && o.Variant == d.Name))];
        ItemReads[] reads = [.. directions.Select(_ => new ItemReads(_store))];
        var grid = Model().Steer(
            new SteeringRequest(
                pairs,
                [.. directions.Zip(reads, (d, r) => new SteeringDirection(d.Layer, VectorArtifact.From(r.Read(_keys.SteeredVector(item.Behaviour, d))).ToFloats()))],
                steer.Multipliers,
                steer.Positions,
                steer.Metrics,
                _sweep.Spec.Compute.BatchTokens),
            cancellation);
        foreach (var (i, direction) in directions.Index())
        {
            double[] values =
            [
                .. from p in Enumerable.Range(0, steer.Positions.Count)
                   from m in Enumerable.Range(0, steer.Metrics.Count)
                   from value in grid.Slice(i, p, m)
                   select value,
            ];
            var artifact = new SteerArtifact(values, steer.Positions.Count, steer.Metrics.Count, pairs.Count, steer.Multipliers.Count);
            _store.Commit(key(direction), epoch, artifact.ToContent(), reads[i].Digests);
        }
    }
}

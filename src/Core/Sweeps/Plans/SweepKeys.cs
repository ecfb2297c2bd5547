using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SteerScope.Artifacts;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Plans;

/// <summary>
/// The key of every artifact of a sweep: what its content depends on, and nothing else. Later stages' keys are made of
/// earlier ones', so that what they need of those is computed once and kept; several threads may ask.
/// </summary>
public sealed class SweepKeys
{
    private static readonly ConditionalWeakTable<PreparedSweep, SweepKeys> Known = [];

    private readonly PreparedSweep _sweep;
    private readonly SweepSpec _spec;
    private readonly Dictionary<int, int> _layerIndex;
    private readonly string[] _slugs;
    private readonly byte[] _forward;
    private readonly byte[] _steering;
    private readonly ShardDigests[] _captures;
    private readonly ShardDigests? _texts;
    private readonly ConcurrentDictionary<(string Stage, string Variant, int Behaviour, int Place), ArtifactKey> _merged = [];

    private SweepKeys(PreparedSweep sweep)
    {
        _sweep = sweep;
        _spec = sweep.Spec;
        _layerIndex = sweep.Layers.Index().ToDictionary(l => l.Item, l => l.Index);
        _slugs = [.. sweep.Behaviours.Select(b => PartitionSlug.From(b.Name))];

        // Batch composition may change the last bits on a GPU, so that it is part of the plan and of the key.
        _forward = Recipe.Part(recipe => recipe
            .Text("model", sweep.ModelDigest)
            .Text("provider", sweep.Provider)
            .Text("precision", SnakeCase.Of(_spec.Model.Precision))
            .Number("batch_tokens", _spec.Compute.BatchTokens));
        _steering = Recipe.Part(recipe => recipe
            .Numbers("multipliers", _spec.Steer.Multipliers)
            .Text("positions", string.Join(',', _spec.Steer.Positions.Select(SnakeCase.Of)))
            .Text("metrics", string.Join(',', _spec.Steer.Metrics.Select(SnakeCase.Of))));
        _captures = [.. sweep.Behaviours.Select((_, b) => new ShardDigests(TrainShards(b), sweep.Layers.Count, (shard, digests) => CaptureDigests(b, shard, digests)))];
        _texts = sweep.Corpus is { } corpus ? new ShardDigests(corpus.Shards, sweep.Layers.Count, CorpusDigests) : null;
    }

    /// <summary>The keys of a sweep: the same ones for all who ask, since they are computed as they are needed.</summary>
    public static SweepKeys Of(PreparedSweep sweep) => Known.GetValue(sweep, s => new SweepKeys(s));

    /// <summary>Whether the vectors of a layer share a norm, so that each depends on the captures of every behaviour.</summary>
    public bool HasCommonNorm => _spec.Vectors.Normalise == VectorNormalisation.CommonPerLayer;

    /// <summary>Number of capture items of a behaviour.</summary>
    public int TrainShards(int behaviour) => Shards(_sweep.Behaviours[behaviour].Split.Train.Count);

    /// <summary>Reads the training pairs of a shard.</summary>
    public IReadOnlyList<TokenizedPair> TrainShard(int behaviour, int shard) => Shard(_sweep.Behaviours[behaviour].Split.Train, shard);

    /// <summary>Lengths of the training pairs of a shard, which are not read for it.</summary>
    public IReadOnlyList<PairLengths> TrainLengths(int behaviour, int shard) => Lengths(_sweep.Behaviours[behaviour].Split.Train, shard);

    /// <summary>Number of steering items of a behaviour.</summary>
    public int TestShards(int behaviour) => Shards(_sweep.Behaviours[behaviour].Split.Test.Count);

    /// <summary>Reads the test pairs of a shard.</summary>
    public IReadOnlyList<TokenizedPair> TestShard(int behaviour, int shard) => Shard(_sweep.Behaviours[behaviour].Split.Test, shard);

    /// <summary>Lengths of the test pairs of a shard, which are not read for it.</summary>
    public IReadOnlyList<PairLengths> TestLengths(int behaviour, int shard) => Lengths(_sweep.Behaviours[behaviour].Split.Test, shard);

    /// <summary>Activations of one shard at one layer.</summary>
    public ArtifactKey Capture(int behaviour, int shard, int layer) =>
        Key("capture", $"{_slugs[behaviour]}.layer={layer}.shard={shard}", _captures[behaviour].Of(shard, _layerIndex[layer]));

    /// <summary>All shards of a behaviour at one layer, in order.</summary>
    public IReadOnlyList<ArtifactKey> CaptureShards(int behaviour, int layer) =>
        new MadeList<ArtifactKey>(TrainShards(behaviour), shard => Capture(behaviour, shard, layer));

    /// <summary>Statistics of one shard of ordinary text at one layer.</summary>
    public ArtifactKey Corpus(int shard, int layer) => Key("corpus", $"layer={layer}.shard={shard}", _texts!.Of(shard, _layerIndex[layer]));

    /// <summary>All shards of ordinary text at one layer, in order.</summary>
    public IReadOnlyList<ArtifactKey> CorpusShards(int layer) => new MadeList<ArtifactKey>(_sweep.Corpus!.Shards, shard => Corpus(shard, layer));

    /// <summary>The norm distribution of one layer.</summary>
    public ArtifactKey Norms(int layer) => Merged("norms", "", -1, layer, $"layer={layer}", recipe => Shards(recipe, [_texts!], layer));

    /// <summary>A steering vector.</summary>
    public ArtifactKey Vector(int behaviour, int layer, SteeringVectorMethod method) => Merged(
        "vector",
        SnakeCase.Of(method),
        behaviour,
        layer,
        $"{_slugs[behaviour]}.layer={layer}.{SnakeCase.Of(method)}",
        recipe => Shards(
            recipe
                .Text("method", SnakeCase.Of(method))
                .Text("normalise", SnakeCase.Of(_spec.Vectors.Normalise))
                .Text("behaviour", HasCommonNorm ? _sweep.Behaviours[behaviour].Name : ""),
            HasCommonNorm ? _captures : [_captures[behaviour]],
            layer));

    /// <summary>What a vector is made from: its own captures, and with a common norm those of every behaviour.</summary>
    public IEnumerable<ArtifactKey> VectorInputs(int behaviour, int layer) =>
        HasCommonNorm
            ? Enumerable.Range(0, _sweep.Behaviours.Count).SelectMany(b => CaptureShards(b, layer))
            : CaptureShards(behaviour, layer);

    /// <summary>What an SAE makes of a vector.</summary>
    public ArtifactKey Decomposition(int behaviour, int sae)
    {
        var (layer, settings) = (_sweep.Saes[sae].Layer, _spec.Decompose);
        return Merged(
            "decompose",
            "",
            behaviour,
            sae,
            $"{_slugs[behaviour]}.layer={layer}.{SaeSlug(sae)}",
            recipe =>
            {
                recipe
                    .Text("provider", SweepStages.MergeProvider)
                    .Text("sae", _sweep.Saes[sae].Digest)
                    .Text("inputs", string.Join(',', _spec.DecompositionInputs.Select(SnakeCase.Of)))
                    .Number("overlap", settings.Overlap)
                    .Number("default_components", settings.DefaultComponents)
                    .Number("spurious_ratio", settings.SpuriousRatio)
                    .Number("pursuit", settings.Pursuit)
                    .Input(Vector(behaviour, layer, _spec.PrimaryMethod));
                Shards(recipe, [_captures[behaviour]], layer);
                if (_sweep.Corpus is not null)
                {
                    recipe.Input(Norms(layer));
                }
            });
    }

    /// <summary>The vector that a direction adds.</summary>
    public ArtifactKey SteeredVector(int behaviour, SteeredDirection direction) =>
        SteeredVector(behaviour, direction.Layer, direction.Variant, direction.Sae);

    /// <summary>The vector in one of its forms. A form depends on the SAE and the vector, not on the corpus.</summary>
    public ArtifactKey SteeredVector(int behaviour, int layer, SteeredVariant variant, int sae)
    {
        var vector = Vector(behaviour, layer, _spec.PrimaryMethod);
        return variant == SteeredVariant.Vector
            ? vector
            : Merged(
                "reconstruction",
                SnakeCase.Of(variant),
                behaviour,
                sae,
                $"{_slugs[behaviour]}.layer={layer}.{SaeSlug(sae)}.{SnakeCase.Of(variant)}",
                recipe =>
                {
                    recipe.Text("provider", SweepStages.MergeProvider).Text("variant", SnakeCase.Of(variant)).Text("sae", _sweep.Saes[sae].Digest).Input(vector);
                    if (variant != SteeredVariant.Reconstruction)
                    {
                        recipe.Number("terms", _spec.Decompose.Pursuit);
                    }

                    if (variant == SteeredVariant.ActivationDifference)
                    {
                        Shards(recipe, [_captures[behaviour]], layer);
                    }
                });
    }

    /// <summary>Answer-logit differences of one shard, layer and vector.</summary>
    public ArtifactKey Steer(int behaviour, int shard, SteeredDirection direction) => Steer(behaviour, shard)(direction);

    /// <summary>The same for every direction of a shard, whose pairs are read once, when the first key is asked for.</summary>
    public Func<SteeredDirection, ArtifactKey> Steer(int behaviour, int shard)
    {
        var pairs = new Lazy<byte[]>(() => Recipe.Part(part => Pairs(part, TestShard(behaviour, shard), readPositions: false)));
        return direction =>
        {
            using var recipe = new Recipe("steer");
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            recipe.All(_forward).Number("layer", direction.Layer).All(_steering).Input(SteeredVector(behaviour, direction)).All(pairs.Value).Digest(digest);
            return Key("steer", $"{_slugs[behaviour]}.layer={direction.Layer}.{PartitionSlug.From(direction.Name)}.shard={shard}", digest);
        };
    }

    private int Shards(int pairs) => (pairs + _spec.Prompts.ShardSize - 1) / _spec.Prompts.ShardSize;

    private TokenizedPair[] Shard(TokenizedPairs pairs, int shard) => pairs.Range(shard * _spec.Prompts.ShardSize, _spec.Prompts.ShardSize);

    private PairLengths[] Lengths(TokenizedPairs pairs, int shard) => pairs.Lengths(shard * _spec.Prompts.ShardSize, _spec.Prompts.ShardSize);

    private string SaeSlug(int sae) => PartitionSlug.From(_sweep.Saes[sae].Name);

    // The layers of a shard differ in one number: its pairs are written down once.
    private void CaptureDigests(int behaviour, int shard, Span<byte> digests)
    {
        var pairs = Recipe.Part(part => Pairs(part, TrainShard(behaviour, shard), readPositions: true));
        foreach (var (i, layer) in _sweep.Layers.Index())
        {
            using var recipe = new Recipe("capture");
            recipe.All(_forward).Number("layer", layer).All(pairs).Digest(digests[(i * SHA256.HashSizeInBytes)..]);
        }
    }

    private void CorpusDigests(int shard, Span<byte> digests)
    {
        var text = TextDigest(shard);
        foreach (var (i, layer) in _sweep.Layers.Index())
        {
            using var recipe = new Recipe("corpus");
            recipe.All(_forward).Number("layer", layer).Text("text", text).Digest(digests[(i * SHA256.HashSizeInBytes)..]);
        }
    }

    private static Recipe Pairs(Recipe recipe, IReadOnlyList<TokenizedPair> pairs, bool readPositions)
    {
        foreach (var pair in pairs)
        {
            recipe.Ids("trunk", pair.Trunk).Ids("matching", pair.MatchingTail).Ids("other", pair.OtherTail);
            if (readPositions)
            {
                recipe.Number("read", pair.MatchingReadPosition).Number("read", pair.OtherReadPosition);
            }
        }

        return recipe;
    }

    private string TextDigest(int shard)
    {
        using var recipe = new Recipe("text");
        var corpus = _sweep.Corpus!;
        foreach (var (chunk, sampled) in corpus.Shard(shard).Zip(corpus.Sampled(shard)))
        {
            recipe.Ids("chunk", chunk.Ids).Number("first_counted", chunk.FirstCounted).Ids("sampled", sampled);
        }

        return recipe.Digest();
    }

    // All shards of one layer as one list.
    private void Shards(Recipe recipe, ShardDigests[] parts, int layer)
    {
        var index = _layerIndex[layer];
        recipe.Inputs(parts.Sum(p => p.Shards));
        foreach (var part in parts)
        {
            part.MakeAll();
            for (var shard = 0; shard < part.Shards; shard++)
            {
                recipe.Input(part.Of(shard, index));
            }
        }
    }

    private ArtifactKey Merged(string stage, string variant, int behaviour, int place, string name, Action<Recipe> ingredients) =>
        _merged.GetOrAdd((stage, variant, behaviour, place), _ =>
        {
            using var recipe = new Recipe(stage);
            ingredients(recipe);
            return new ArtifactKey(stage, FileName(name), recipe.Digest());
        });

    private static ArtifactKey Key(string stage, string name, ReadOnlySpan<byte> digest) => new(stage, FileName(name), Convert.ToHexStringLower(digest));

    // File systems allow 255 bytes per name, and the staging name adds stage, digest, epoch and ending.
    private static string FileName(string name)
    {
        const int Longest = 140;
        if (name.Length <= Longest)
        {
            return name;
        }

        using var recipe = new Recipe("name");
        return $"{name[..(Longest - 17)]}-{recipe.Text("name", name).Digest()[..16]}";
    }
}

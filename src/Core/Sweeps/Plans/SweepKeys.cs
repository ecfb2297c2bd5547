using System.Collections.Concurrent;
using SteerScope.Artifacts;
using SteerScope.Prompts;
using SteerScope.Steering;
using SteerScope.Sweeps.Preparation;
using SteerScope.Sweeps.Specs;
using SteerScope.Tables;

namespace SteerScope.Sweeps.Plans;

/// <summary>
/// The key of every artifact of a sweep: what its content depends on, and nothing else. Keys are computed once and kept,
/// since later stages are made of earlier ones' keys;
/// several threads may ask.
/// </summary>
public sealed class SweepKeys
{
    private readonly PreparedSweep _sweep;
    private readonly SweepSpec _spec;
    private readonly ConcurrentDictionary<string, ArtifactKey> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, string> _texts = [];

    /// <summary>The keys of a sweep.</summary>
    public SweepKeys(PreparedSweep sweep)
    {
        _sweep = sweep;
        _spec = sweep.Spec;
    }

    /// <summary>Number of capture items of a behaviour.</summary>
    public int TrainShards(int behaviour) => Shards(_sweep.Behaviours[behaviour].Split.Train.Count);

    /// <summary>The training pairs of a shard.</summary>
    public IReadOnlyList<TokenizedPair> TrainShard(int behaviour, int shard) => Shard(_sweep.Behaviours[behaviour].Split.Train, shard);

    /// <summary>Number of steering items of a behaviour.</summary>
    public int TestShards(int behaviour) => Shards(_sweep.Behaviours[behaviour].Split.Test.Count);

    /// <summary>The test pairs of a shard.</summary>
    public IReadOnlyList<TokenizedPair> TestShard(int behaviour, int shard) => Shard(_sweep.Behaviours[behaviour].Split.Test, shard);

    /// <summary>Activations of one shard at one layer.</summary>
    public ArtifactKey Capture(int behaviour, int shard, int layer) => Key(
        "capture",
        $"{Slug(behaviour)}.layer={layer}.shard={shard}",
        recipe => Pairs(Forward(recipe).Number("layer", layer), TrainShard(behaviour, shard), readPositions: true));

    /// <summary>All shards of a behaviour at one layer, in order.</summary>
    public IReadOnlyList<ArtifactKey> CaptureShards(int behaviour, int layer) =>
        [.. Enumerable.Range(0, TrainShards(behaviour)).Select(shard => Capture(behaviour, shard, layer))];

    /// <summary>Statistics of one shard of ordinary text at one layer.</summary>
    public ArtifactKey Corpus(int shard, int layer) => Key(
        "corpus",
        $"layer={layer}.shard={shard}",
        recipe => Forward(recipe).Number("layer", layer).Text("text", _texts.GetOrAdd(shard, TextDigest)));

    /// <summary>All shards of ordinary text at one layer, in order.</summary>
    public IReadOnlyList<ArtifactKey> CorpusShards(int layer) =>
        [.. Enumerable.Range(0, _sweep.Corpus!.Shards).Select(shard => Corpus(shard, layer))];

    /// <summary>The norm distribution of one layer.</summary>
    public ArtifactKey Norms(int layer) => Key("norms", $"layer={layer}", recipe => recipe.Inputs(CorpusShards(layer)));

    /// <summary>A steering vector.</summary>
    public ArtifactKey Vector(int behaviour, int layer, SteeringVectorMethod method) => Key(
        "vector",
        $"{Slug(behaviour)}.layer={layer}.{SnakeCase.Of(method)}",
        recipe => recipe
            .Text("method", SnakeCase.Of(method))
            .Text("normalise", SnakeCase.Of(_spec.Vectors.Normalise))
            .Text("behaviour", _spec.Vectors.Normalise == VectorNormalisation.CommonPerLayer ? _sweep.Behaviours[behaviour].Name : "")
            .Inputs(VectorInputs(behaviour, layer)));

    /// <summary>What a vector is made from: its own captures, and with a common norm those of every behaviour.</summary>
    public IEnumerable<ArtifactKey> VectorInputs(int behaviour, int layer) =>
        _spec.Vectors.Normalise == VectorNormalisation.CommonPerLayer
            ? Enumerable.Range(0, _sweep.Behaviours.Count).SelectMany(b => CaptureShards(b, layer))
            : CaptureShards(behaviour, layer);

    /// <summary>What an SAE makes of a vector.</summary>
    public ArtifactKey Decomposition(int behaviour, int sae)
    {
        var (layer, settings) = (_sweep.Saes[sae].Layer, _spec.Decompose);
        return Key(
            "decompose",
            $"{Slug(behaviour)}.layer={layer}.{SaeSlug(sae)}",
            recipe =>
            {
                recipe
                    .Text("provider", _sweep.Provider)
                    .Text("sae", _sweep.Saes[sae].Digest)
                    .Text("inputs", string.Join(',', _spec.DecompositionInputs.Select(SnakeCase.Of)))
                    .Number("overlap", settings.Overlap)
                    .Number("default_components", settings.DefaultComponents)
                    .Number("spurious_ratio", settings.SpuriousRatio)
                    .Number("pursuit", settings.Pursuit)
                    .Input(Vector(behaviour, layer, _spec.PrimaryMethod))
                    .Inputs(CaptureShards(behaviour, layer));
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
            : Key(
                "reconstruction",
                $"{Slug(behaviour)}.layer={layer}.{SaeSlug(sae)}.{SnakeCase.Of(variant)}",
                recipe =>
                {
                    recipe.Text("provider", _sweep.Provider).Text("variant", SnakeCase.Of(variant)).Text("sae", _sweep.Saes[sae].Digest).Input(vector);
                    if (variant != SteeredVariant.Reconstruction)
                    {
                        recipe.Number("terms", _spec.Decompose.Pursuit);
                    }

                    if (variant == SteeredVariant.ActivationDifference)
                    {
                        recipe.Inputs(CaptureShards(behaviour, layer));
                    }
                });
    }

    /// <summary>Answer-logit differences of one shard, layer and vector.</summary>
    public ArtifactKey Steer(int behaviour, int shard, SteeredDirection direction) => Key(
        "steer",
        $"{Slug(behaviour)}.layer={direction.Layer}.{PartitionSlug.From(direction.Name)}.shard={shard}",
        recipe => Pairs(
            Forward(recipe)
                .Number("layer", direction.Layer)
                .Numbers("multipliers", _spec.Steer.Multipliers)
                .Text("positions", string.Join(',', _spec.Steer.Positions.Select(SnakeCase.Of)))
                .Text("metrics", string.Join(',', _spec.Steer.Metrics.Select(SnakeCase.Of)))
                .Input(SteeredVector(behaviour, direction)),
            TestShard(behaviour, shard),
            readPositions: false));

    private int Shards(int pairs) => (pairs + _spec.Prompts.ShardSize - 1) / _spec.Prompts.ShardSize;

    private TokenizedPair[] Shard(IReadOnlyList<TokenizedPair> pairs, int shard) =>
        [.. pairs.Skip(shard * _spec.Prompts.ShardSize).Take(_spec.Prompts.ShardSize)];

    private string Slug(int behaviour) => PartitionSlug.From(_sweep.Behaviours[behaviour].Name);

    private string SaeSlug(int sae) => PartitionSlug.From(_sweep.Saes[sae].Name);

    // Batch composition may change the last bits on a GPU, so that it is part of the plan and of the key.
    private Recipe Forward(Recipe recipe) => recipe
        .Text("model", _sweep.ModelDigest)
        .Text("provider", _sweep.Provider)
        .Text("precision", SnakeCase.Of(_spec.Model.Precision))
        .Number("batch_tokens", _spec.Compute.BatchTokens);

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

    private ArtifactKey Key(string stage, string name, Action<Recipe> ingredients)
    {
        return _known.GetOrAdd(stage + "/" + name, _ =>
        {
            using var recipe = new Recipe(stage);
            ingredients(recipe);
            return new ArtifactKey(stage, FileName(name), recipe.Digest());
        });
    }
}

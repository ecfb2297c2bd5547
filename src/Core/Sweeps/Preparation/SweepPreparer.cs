using SteerScope.Artifacts;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Saes;
using SteerScope.Steering;
using SteerScope.Sweeps.Specs;
using SteerScope.Tokenization;

namespace SteerScope.Sweeps.Preparation;

/// <summary>Finds, opens, checks and tokenises what a spec names. Nothing is computed on a device, and nothing is written.</summary>
public static class SweepPreparer
{
    /// <summary>Prepares a sweep.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="provider">Provider and device, as <see cref="Devices.IComputeDevice.Name"/> gives it.</param>
    /// <param name="digests">Remembers digests of large files.</param>
    /// <exception cref="InputException">Something that the spec names is missing or does not fit the rest.</exception>
    public static PreparedSweep Prepare(SweepSpec spec, string provider, FileDigests digests)
    {
        var folder = SpecPaths.Full(spec, spec.Model.Path);
        using var checkpoint = Checkpoint.Open(folder);
        var shape = TransformerLoader.Read(checkpoint.Config).Shape;
        var tokenizer = TokenizerOf(spec, folder);
        var layers = spec.Layers.Resolve(shape.Layers);
        var pairs = new PairTokenizer(tokenizer, spec.Prompts.TokenizerOptions(shape.MaxPositions == 0 ? null : shape.MaxPositions, shape.Vocabulary));
        CheckReport(spec, layers);
        PreparedBehaviour[] behaviours = [.. SpecPaths.Behaviours(spec).Select(source => Behaviour(spec, source, pairs, digests))];
        return new PreparedSweep
        {
            Spec = spec,
            ModelFolder = folder,
            ModelDigest = ModelDigest(checkpoint, digests),
            Shape = shape,
            Provider = DeviceType(provider),
            Layers = layers,
            Behaviours = behaviours,
            Corpus = Corpus(spec, tokenizer, shape, digests),
            Saes = Saes(spec, shape, layers, digests),
            FirstPrompt = FirstPrompt(tokenizer, behaviours[0]),
        };
    }

    private static void CheckReport(SweepSpec spec, IReadOnlyList<int> layers)
    {
        if (spec.Report.Behaviour is { } shown && SpecPaths.Behaviours(spec).All(b => b.Name != shown))
        {
            throw new InputException(
                $"report.behaviour is '{shown}'; it should be one of the behaviours: {string.Join(", ", SpecPaths.Behaviours(spec).Select(b => b.Name))}.");
        }

        if (spec.Report.Layer is { } layer && !layers.Contains(layer))
        {
            throw new InputException($"report.layer is {layer}; it should be one of the sweep's layers: {string.Join(", ", layers)}.");
        }
    }

    // Results are bit-identical for one provider and type of device: which of several equal GPUs does not matter.
    private static string DeviceType(string provider) => provider.Split(':')[0];

    private static ITokenizer? TokenizerOf(SweepSpec spec, string modelFolder)
    {
        if (spec.Model.Tokenizer is { } other)
        {
            return TokenizerLoader.Load(SpecPaths.Full(spec, other));
        }

        // A model without a tokenizer can be used with prompts given as ids; what needs one says so.
        return File.Exists(Path.Combine(modelFolder, "tokenizer.json")) ? TokenizerLoader.Load(modelFolder) : null;
    }

    private static string ModelDigest(Checkpoint checkpoint, FileDigests digests)
    {
        using var recipe = new Recipe("model");
        recipe.Text("config", digests.Of(Path.Combine(checkpoint.Folder, "config.json")));
        foreach (var file in checkpoint.WeightFiles)
        {
            recipe.Text(Path.GetFileName(file), digests.Of(file));
        }

        return recipe.Digest();
    }

    private static PreparedBehaviour Behaviour(SweepSpec spec, BehaviourSource source, PairTokenizer tokenizer, FileDigests digests)
    {
        var tokenized = tokenizer.Tokenize(BehaviourFile.Load(source.Path));
        var split = PairSplit.Create(tokenized, spec.Prompts.SplitOptions());
        return new PreparedBehaviour(
            source.Name,
            digests.Of(source.Path),
            tokenized,
            split,
            LetterBalance.Of(split.Train.Select(p => (p.MatchingLetter, p.OtherLetter))));
    }

    private static PreparedCorpus? Corpus(SweepSpec spec, ITokenizer? tokenizer, ModelShape shape, FileDigests digests)
    {
        if (spec.Corpus is not { } corpus)
        {
            return null;
        }

        var paths = SpecPaths.Corpus(spec);
        TextChunk[] chunks = [.. new TextCorpus(paths, tokenizer, corpus.Options(shape.Vocabulary)).Chunks()];
        if (chunks.FirstOrDefault(c => shape.MaxPositions > 0 && c.Ids.Count > shape.MaxPositions) is { } tooLong)
        {
            throw new InputException(
                $"corpus.chunk makes sequences of {tooLong.Ids.Count} tokens with BOS, and the model takes at most {shape.MaxPositions}; it should be smaller.");
        }

        var counted = chunks.Sum(c => (long)c.Counted);
        if (counted == 0)
        {
            throw new InputException("corpus.skip_positions leaves no token to count; it should be smaller than corpus.chunk.");
        }

        var stride = corpus.Sample == 0 ? long.MaxValue : Math.Max(1, (counted + corpus.Sample - 1) / corpus.Sample);
        return new PreparedCorpus(chunks, corpus.ShardChunks, stride, [.. paths.Select(digests.Of)]);
    }

    private static PreparedSae[] Saes(SweepSpec spec, ModelShape shape, IReadOnlyList<int> layers, FileDigests digests)
    {
        var prepared = new List<PreparedSae>();
        foreach (var source in SpecPaths.Saes(spec))
        {
            // Looking at every weight takes as long as reading the file: once is enough.
            using var file = SaeFile.Open(source.Path, checkValues: !SaeFiles(source.Path).All(digests.Remembers));
            var layer = source.Layer ?? throw new InputException(
                $"{source.Path}: nothing says which layer this SAE is for; saes.layers should name one.");
            if (!layers.Contains(layer))
            {
                continue;
            }

            if (file.Spec.InputWidth != shape.Width)
            {
                throw new InputException(
                    $"{source.Path}: the SAE takes vectors of {file.Spec.InputWidth} values, and the model's residual stream has {shape.Width}; it is for another model.");
            }

            if (prepared.Any(p => p.Name == source.Name && p.Layer == layer))
            {
                throw new InputException($"saes has two of the name {source.Name} for layer {layer}; each should have a name of its own.");
            }

            prepared.Add(new PreparedSae(source.Name, layer, source.Path, SaeDigest(source.Path, digests), file.Spec.Features, SnakeCase.Of(file.Spec.Architecture)));
        }

        return [.. prepared];
    }

    private static string SaeDigest(string path, FileDigests digests)
    {
        using var recipe = new Recipe("sae");
        foreach (var file in SaeFiles(path))
        {
            recipe.Text(Path.GetFileName(file), digests.Of(file));
        }

        return recipe.Digest();
    }

    private static string[] SaeFiles(string path) =>
        Directory.Exists(path) ? [.. Directory.GetFiles(path).Order(StringComparer.Ordinal)] : [path];

    private static string FirstPrompt(ITokenizer? tokenizer, PreparedBehaviour behaviour)
    {
        var pair = behaviour.Split.Train[0];
        return tokenizer is null ? string.Join(' ', pair.MatchingIds()) : tokenizer.Decode(pair.MatchingIds());
    }
}

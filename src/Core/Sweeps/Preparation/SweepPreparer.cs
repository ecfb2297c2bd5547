using System.Globalization;
using System.Text.RegularExpressions;
using SteerScope.Artifacts;
using SteerScope.Models;
using SteerScope.Prompts;
using SteerScope.Saes;
using SteerScope.Steering;
using SteerScope.Sweeps.Specs;
using SteerScope.Tokenization;

namespace SteerScope.Sweeps.Preparation;

/// <summary>Finds, opens, checks and tokenises what a spec names. Nothing is computed on a device, and nothing is written.</summary>
public static partial class SweepPreparer
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
            ModelDigest = Artifacts.ModelDigest.Of(checkpoint, digests),
            Shape = shape,
            Provider = DeviceType(provider),
            Layers = layers,
            Behaviours = behaviours,
            Corpus = Corpus(spec, tokenizer, shape, digests),
            Saes = Saes(spec, shape, layers, digests),
            FirstPrompt = FirstPrompt(tokenizer, behaviours[0]),
            FirstPromptTokens = PromptExcerpt.Of(tokenizer, behaviours[0].Split.Train[0]),
            TemplateWarning = ModelChatTemplate.Warning(ModelChatTemplate.Find(folder), tokenizer, spec.Prompts.ResolveTemplate()),
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

    private static PreparedBehaviour Behaviour(SweepSpec spec, BehaviourSource source, PairTokenizer tokenizer, FileDigests digests)
    {
        var tokenized = tokenizer.Tokenize(source.Path);
        var split = PairSplit.Create(tokenized, spec.Prompts.SplitOptions());
        return new PreparedBehaviour(
            source.Name,
            digests.Of(source.Path),
            tokenized,
            split,
            LetterBalance.Of(split.Train.Select(p => (p.MatchingLetter, p.OtherLetter)).Where(p => IsLetter(p.MatchingLetter) && IsLetter(p.OtherLetter))));
    }

    private static bool IsLetter(string answer) => LetterRule.LetterOf(answer) == answer;

    private static PreparedCorpus? Corpus(SweepSpec spec, ITokenizer? tokenizer, ModelShape shape, FileDigests digests)
    {
        if (spec.Corpus is not { } corpus)
        {
            return null;
        }

        var paths = SpecPaths.Corpus(spec);
        var chunks = TextChunks.Keep(new TextCorpus(paths, tokenizer, corpus.Options(shape.Vocabulary)).Chunks());
        if (shape.MaxPositions > 0 && chunks.LengthOf(0) > shape.MaxPositions)
        {
            throw new InputException(
                $"corpus.chunk makes sequences of {chunks.LengthOf(0)} tokens with BOS, and the model takes at most {shape.MaxPositions}; it should be smaller.");
        }

        var counted = chunks.CountedTokens;
        if (counted == 0)
        {
            throw new InputException("corpus.skip_positions leaves no token to count; it should be smaller than corpus.chunk.");
        }

        var stride = corpus.Sample == 0 ? 0 : Math.Max(1, (counted + corpus.Sample - 1) / corpus.Sample);
        var bos = corpus.Bos == BosPolicy.Always || (corpus.Bos == BosPolicy.Auto && tokenizer is { AddsBos: true, BosId: not null }) ? 1 : 0;
        return new PreparedCorpus(chunks, corpus.ShardChunks, stride, chunks.Tokens - ((long)chunks.Count * bos), [.. paths.Select(digests.Of)]);
    }

    private static PreparedSae[] Saes(SweepSpec spec, ModelShape shape, IReadOnlyList<int> layers, FileDigests digests)
    {
        var prepared = new List<PreparedSae>();
        CheckLayers(spec, layers);
        foreach (var source in SpecPaths.Saes(spec))
        {
            if (source.Layer is { } named && !layers.Contains(named))
            {
                continue;
            }

            // Looking at every weight takes as long as reading the file: once is enough.
            using var file = SaeFile.Open(source.Path, checkValues: !SaeFile.FilesOf(source.Path).All(digests.Remembers));
            var layer = LayerOf(file, source.Layer);
            if (!layers.Contains(layer))
            {
                continue;
            }

            if (file.Spec.Normalisation != SaeNormalisation.None && spec.SteeredVariants.Contains(SteeredVariant.ActivationDifference))
            {
                throw new InputException(
                    $"{source.Path}: the SAE normalises its input, so that differences of its activations cannot be decoded; steer.variants should not name activation_difference.");
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

    // A layer that a pattern finds beside the sweep's is no mistake; one that the spec names is.
    private static void CheckLayers(SweepSpec spec, IReadOnlyList<int> layers)
    {
        foreach (var sae in spec.Saes)
        {
            foreach (var layer in sae.Layers.Layers ?? [])
            {
                if (!layers.Contains(layer))
                {
                    throw new InputException($"saes ({sae.ResolvedName}) names layer {layer}, and the sweep's layers are {string.Join(", ", layers)}; it should name some of these.");
                }
            }
        }
    }

    private static int LayerOf(SaeFile file, int? named)
    {
        if (file.Spec.HookName is not { } hook)
        {
            return named ?? throw new InputException($"{file.Path}: nothing says which layer this SAE is for; saes.layers should name one.");
        }

        var match = ResidPost().Match(hook);
        if (!match.Success)
        {
            throw new InputException($"{file.Path}: the SAE was trained on {hook}, and vectors are read at resid_post; it should be one for blocks.N.hook_resid_post.");
        }

        var own = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return named is null || named == own
            ? own
            : throw new InputException($"{file.Path}: the SAE was trained on {hook}, and the spec takes it for layer {named}; saes.layers should be {own}.");
    }

    [GeneratedRegex(@"\Ablocks\.([0-9]{1,3})\.hook_resid_post\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResidPost();

    private static string SaeDigest(string path, FileDigests digests)
    {
        using var recipe = new Recipe("sae");
        foreach (var file in SaeFile.FilesOf(path))
        {
            recipe.Text(Path.GetFileName(file), digests.Of(file));
        }

        return recipe.Digest();
    }

    private static string FirstPrompt(ITokenizer? tokenizer, PreparedBehaviour behaviour)
    {
        var pair = behaviour.Split.Train[0];
        return tokenizer is null ? string.Join(' ', pair.MatchingIds()) : tokenizer.Decode(pair.MatchingIds());
    }
}

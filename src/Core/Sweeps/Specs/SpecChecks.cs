using SteerScope.Decomposition;

namespace SteerScope.Sweeps.Specs;

/// <summary>What a spec's fields ask of each other and of the disk. Fields that are wrong in themselves are not asked again.</summary>
internal static class SpecChecks
{
    /// <summary>Fields against each other.</summary>
    public static void Fields(SweepSpec spec, SpecReading reading)
    {
        var prompts = spec.Prompts;
        if ((prompts.TrainRange is null) != (prompts.TestRange is null) && reading.IsSound("prompts"))
        {
            var (given, missing) = prompts.TrainRange is null ? ("test_range", "train_range") : ("train_range", "test_range");
            reading.Add($"prompts.{given}", $"is given without prompts.{missing}; both should be given or neither");
        }

        if (prompts is { TrainRange: { } train, TestRange: { } test } && train.Overlaps(test))
        {
            reading.Add("prompts.test_range", $"is {test}, which overlaps with prompts.train_range ({train}); no row should be used for both");
        }

        if (prompts.BalanceLetters && prompts.Train % 2 == 1)
        {
            reading.Add("prompts.train", $"is {prompts.Train}, but balanced letters come in couples; it should be even");
        }

        if (spec.Steer.Method is { } method && !spec.Vectors.Methods.Contains(method) && reading.IsSound("vectors"))
        {
            reading.Add("steer.method", "is not among vectors.methods; it should be one of them");
        }

        if (spec.SteeredVariants.Count == 0 && reading.IsSound("steer") && reading.IsSound("saes"))
        {
            reading.Add("steer.variants", "names only reconstructions, which need saes; it should name vector too, or saes be given");
        }

        if (spec.Corpus is null && !spec.Decompose.Inputs.Any(input => input is InputVariant.Vector or InputVariant.Zero) && reading.IsSound("decompose") && reading.IsSound("corpus"))
        {
            reading.Add("decompose.inputs", "names only inputs that need a corpus; it should name vector too, or a corpus be given");
        }

        if (spec.Corpus is { SkipPositions: { } skip } corpus && skip > corpus.Chunk)
        {
            reading.Add("corpus.skip_positions", $"is {skip}, which leaves nothing of a chunk of {corpus.Chunk}; it should be smaller");
        }

        Saes(spec, reading);
    }

    /// <summary>Fields against the disk.</summary>
    public static void Files(SweepSpec spec, SpecReading reading)
    {
        if (reading.IsSound("model.path") && !Directory.Exists(SpecPaths.Full(spec, spec.Model.Path)))
        {
            reading.Add("model.path", $"is '{spec.Model.Path}', which is no folder ({SpecPaths.Full(spec, spec.Model.Path)})");
        }

        if (spec.Model.Tokenizer is { } tokenizer && !Path.Exists(SpecPaths.Full(spec, tokenizer)))
        {
            reading.Add("model.tokenizer", $"is '{tokenizer}', which does not exist ({SpecPaths.Full(spec, tokenizer)})");
        }

        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < spec.Behaviours.Count; i++)
        {
            Behaviour(spec, i, names, reading);
        }

        if (spec.Report.Behaviour is { } shown && !names.ContainsKey(shown) && reading.IsSound("behaviours"))
        {
            var near = Nearest.Of(shown, names.Keys.Order(StringComparer.Ordinal));
            reading.Add("report.behaviour", $"is '{shown}', which is none of the behaviours{(near is null ? "" : $"; did you mean {near}?")}");
        }

        for (var i = 0; i < (spec.Corpus?.Paths.Count ?? 0); i++)
        {
            Try(reading, $"corpus.paths[{i}]", () => SpecPaths.Files(spec, spec.Corpus!.Paths[i]));
        }

        for (var i = 0; i < spec.Saes.Count; i++)
        {
            Try(reading, $"saes[{i}]", () => SpecPaths.Saes(spec, spec.Saes[i]));
        }
    }

    private static void Saes(SweepSpec spec, SpecReading reading)
    {
        for (var i = 0; i < spec.Saes.Count && reading.IsSound("saes"); i++)
        {
            var sae = spec.Saes[i];
            if (spec.Saes.Take(i).Any(other => string.Equals(other.ResolvedName, sae.ResolvedName, StringComparison.OrdinalIgnoreCase) && other.Layers.Overlaps(sae.Layers)))
            {
                reading.Add($"saes[{i}]", $"has the name {sae.ResolvedName}, as another of the same layers has; it should be given a name of its own");
            }

            if (sae.Pattern is { } pattern && !pattern.Contains("{layer}", StringComparison.Ordinal))
            {
                reading.Add($"saes[{i}].pattern", $"is '{pattern}'; it should contain {{layer}}");
            }
        }
    }

    private static void Behaviour(SweepSpec spec, int i, Dictionary<string, string> names, SpecReading reading) => Try(reading, $"behaviours[{i}]", () =>
    {
        foreach (var source in SpecPaths.Behaviours(spec, spec.Behaviours[i]))
        {
            if (!names.TryAdd(source.Name, source.Path))
            {
                throw new InputException($"has the name {source.Name}, as {names[source.Name]} has; it should be given a name of its own");
            }

            if (!SteerScope.Prompts.BehaviourFile.Endings.Contains(Path.GetExtension(source.Path).ToLowerInvariant()))
            {
                throw new InputException($"is {source.Path}; its ending should be {string.Join(", ", SteerScope.Prompts.BehaviourFile.Endings)}");
            }
        }
    });

    private static void Try(SpecReading reading, string path, Action check)
    {
        if (!reading.IsSound(path))
        {
            return;
        }

        try
        {
            check();
        }
        catch (InputException error)
        {
            reading.Add(path, error.Message);
        }
    }
}

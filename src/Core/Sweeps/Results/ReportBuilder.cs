using SteerScope.Reports;
using SteerScope.Sweeps.Preparation;

namespace SteerScope.Sweeps.Results;

/// <summary>Fills the page's model from a sweep's artifacts.</summary>
internal sealed class ReportBuilder(SweepArtifacts artifacts, Manifest manifest)
{
    private readonly PreparedSweep _sweep = artifacts.Sweep;

    public ReportModel Build()
    {
        var rows = new LayerRows(artifacts).Build();
        var focus = Focus(rows);
        return new ReportModel
        {
            Sweep = Facts(),
            Verdicts = [.. Verdicts(rows, focus)],
            Focus = new FocusBuilder(artifacts).Build(focus.Behaviour, focus.Layer, focus.Choice),
            Layers = [.. rows.Select(r => r.Row)],
            SlopePositions = SnakeCase.Of(_sweep.Spec.Steer.Positions[0]),
            Warnings = Warnings(),
        };
    }

    // The figures show what was asked for, else the first behaviour at the layer that steers best.
    private (int Behaviour, int Layer, string Choice) Focus(IReadOnlyList<LayerRows.Entry> rows)
    {
        var report = _sweep.Spec.Report;
        var behaviour = report.Behaviour is { } name ? _sweep.Behaviours.Index().First(b => b.Item.Name == name).Index : 0;
        if (report.Layer is { } layer)
        {
            return (behaviour, layer, "The spec asks for this layer.");
        }

        var withSae = rows.Where(r => r.Behaviour == behaviour && r.Row.Sae is not null).ToArray();
        var candidates = withSae.Length > 0 ? withSae : [.. rows.Where(r => r.Behaviour == behaviour)];
        var best = candidates.MaxBy(r => r.Row.SlopeVector ?? 0)!.Row;
        var choice = best.SlopeVector switch
        {
            null => "The first layer; no steering of the vector was measured.",
            <= 0 => "The vector steers the right way at none of the layers compared, and is least wrong at this one.",
            _ when withSae.Length > 0 && withSae.Length < rows.Count(r => r.Behaviour == behaviour) =>
                "Of the layers with an SAE, the vector steers best at this one.",
            _ => "The vector steers best at this layer.",
        };
        return (behaviour, best.Layer, choice);
    }

    private IEnumerable<BehaviourVerdict> Verdicts(IReadOnlyList<LayerRows.Entry> rows, (int Behaviour, int Layer, string Choice) focus)
    {
        foreach (var behaviour in Enumerable.Range(0, _sweep.Behaviours.Count))
        {
            var own = rows.Where(r => r.Behaviour == behaviour).ToArray();
            var row = (behaviour == focus.Behaviour ? own.FirstOrDefault(r => r.Row.Layer == focus.Layer) : null)
                ?? own.Where(r => r.Row.Sae is not null).DefaultIfEmpty(own[0]).MaxBy(r => r.Row.SlopeVector ?? 0)!;
            yield return VerdictText.Compose(row.Row);
        }
    }

    private SweepFacts Facts()
    {
        var spec = _sweep.Spec;
        return new SweepFacts
        {
            Name = spec.Name,
            ModelName = Path.GetFileName(Path.TrimEndingDirectorySeparator(spec.Model.Path)),
            ModelType = _sweep.Shape.ModelType,
            LayerCount = _sweep.Shape.Layers,
            HiddenSize = _sweep.Shape.Width,
            Behaviours = [.. _sweep.Behaviours.Select(b => b.Name)],
            Saes = [.. _sweep.Saes.GroupBy(s => s.Name).Select(g => new SaeFacts(g.Key, [.. g.Select(s => s.Layer)], g.First().Architecture, g.First().Features))],
            Device = _sweep.Provider,
            Provider = _sweep.Provider,
            Precision = SnakeCase.Of(spec.Model.Precision),
            Hook = "resid_post (blocks.l.hook_resid_post)",
            ReadPosition = SnakeCase.Of(spec.Prompts.Read),
            BosPolicy = ManifestText.Bos(spec),
            Template = spec.Prompts.ResolveTemplate().Text,
            Further =
            [
                new NamedValue("Vector method", SnakeCase.Of(spec.PrimaryMethod)),
                new NamedValue("Normalisation", SnakeCase.Of(spec.Vectors.Normalise).Replace('_', ' ')),
                new NamedValue("Training and test pairs", string.Join("; ", _sweep.Behaviours.Select(b => $"{b.Name}: {b.Split.Train.Count} and {b.Split.Test.Count}"))),
                new NamedValue("Propensity", SnakeCase.Of(spec.Steer.Metrics[0])),
                new NamedValue("Multipliers", string.Join(", ", spec.Steer.Multipliers)),
                new NamedValue("Ordinary text", _sweep.Corpus is { } corpus ? $"{corpus.CountedTokens} tokens" : "none"),
            ],
            Versions = [.. manifest.Values().Where(v => v.Key.StartsWith("versions.", StringComparison.Ordinal)).Select(v => new NamedValue(v.Key["versions.".Length..], v.Value))],
            Digests =
            [
                new NamedValue("results", manifest.ResultsKey),
                new NamedValue("model", _sweep.ModelDigest),
                .. _sweep.Behaviours.Select(b => new NamedValue(b.Name, b.FileDigest)),
            ],
        };
    }

    private ReportWarnings Warnings() => new()
    {
        Omitted =
        [
            .. from behaviour in _sweep.Behaviours
               from reason in behaviour.Tokenized.LeftOutCounts()
               select new OmittedPairs(behaviour.Name, SnakeCase.Of(reason.Reason).Replace('_', ' '), reason.Count),
            .. _sweep.Behaviours.Where(b => b.Split.PassedOver.Count > 0).Select(b => new OmittedPairs(b.Name, "passed over to balance the letters", b.Split.PassedOver.Count)),
        ],
        Notes = [.. CorpusNotes(), .. _sweep.Behaviours.Select(b => (b.Name, Warning: b.Letters.Warning())).Where(b => b.Warning is not null).Select(b => $"{b.Name}: {b.Warning}")],
    };

    private IEnumerable<string> CorpusNotes() => _sweep.Corpus is { } corpus && corpus.TokensTaken < _sweep.Spec.Corpus!.Tokens
        ? [$"Ordinary text: {_sweep.Spec.Corpus.Tokens} tokens were asked for, and the files hold {corpus.TokensTaken}."]
        : [];
}

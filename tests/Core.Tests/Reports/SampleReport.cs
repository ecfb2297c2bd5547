using SteerScope.Reports;

namespace SteerScope.Core.Tests.Reports;

/// <summary>A report as the shipped model gives it: headline numbers of the reference data, distributions drawn with a fixed seed.</summary>
internal static class SampleReport
{
    public const string Behaviour = "corrigible-neutral-HHH";

    private const string Control = "letter-A-control";

    public static ReportModel Create()
    {
        var rows = Rows();
        return new ReportModel
        {
            Sweep = Sweep(),
            Verdicts = [VerdictText.Compose(rows[2]), VerdictText.Compose(rows[9])],
            Focus = SampleFocus.Create(),
            Layers = rows,
            SlopePositions = "answer",
            Warnings = new ReportWarnings
            {
                Letters = [new LetterBalance(Behaviour, 50, 100), new LetterBalance(Control, 100, 100)],
                Omitted = [new OmittedPairs(Behaviour, "longer than the model's 512 tokens", 3), new OmittedPairs(Control, "answers are not the letters A and B", 16)],
                Failed = [new FailedItem("steer/letter-A-control/shard-0003", "the device ran out of memory", 3)],
            },
        };
    }

    public static SweepFacts Sweep() => new()
    {
        Name = "stories260k, two behaviours",
        Date = "2026-11-22",
        ModelName = "stories260k",
        ModelType = "llama",
        LayerCount = 5,
        HiddenSize = 64,
        Behaviours = [Behaviour, Control],
        Saes = [new SaeFacts("width_512", [0, 1, 2, 3, 4], "jumprelu", 512)],
        Device = "cpu",
        Provider = "cpu (managed kernels)",
        Precision = "float32, sums in double",
        Hook = "blocks.l.hook_resid_post",
        ReadPosition = "the letter: first token at which the answers differ",
        BosPolicy = "once, at position 0; left out of the norms",
        Template = "{question}\n\nAnswer:{answer}",
        Further = [new NamedValue("Pairs", "100 for vectors, 40 for steering"), new NamedValue("Propensity", "letter_logit_diff, multipliers −1.5 to 1.5 in steps of 0.5")],
        Versions = [new NamedValue("SteerScope", "0.1.0"), new NamedValue(".NET", "10.0")],
        Digests =
        [
            new NamedValue("spec.yaml", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            new NamedValue("model.safetensors", "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"),
        ],
    };

    private static List<LayerRow> Rows()
    {
        List<LayerRow> rows =
        [
            Row(Behaviour, 0, [0.0198, 0.0057, 0, 0.291, 120.037, 0.0011, -0.0108, 0.45, 0.5, 0.21], [125, 123, 5, 4, 35, 116, 112]),
            Row(Behaviour, 1, [0.0331, 0.0069, 0, 0.006, 59.514, 0.0003, -0.0085, 0.45, 0.5, 0.19], [71, 71, 5, 1, 28, 68, 68]),
            Row(Behaviour, 2, [0.0435, 0.0069, 0, -0.128, 66.256, 0.0004, 0.0935, 0.45, 0.5, 0.18], [57, 59, 5, 3, 22, 50, 50]),
            Row(Behaviour, 3, [0.0680, 0.0078, 0, 0.131, 74.881, 0.0007, 0.1305, 0.45, 0.5, 0.2], [62, 60, 5, 3, 29, 58, 57]),
            Row(Behaviour, 4, [0.2527, 0.0200, 0, -0.029, 22.234, -0.0050, -0.1472, 0.55, 0.5, 0.17], [63, 67, 5, 1, 34, 62, 60]),
            Row(Control, 0, [3.6603, 1.0522, 0.7353, 0.859, 2.584, 2.0759, 8.1503, 0, 1, 0.12], [233, 123, 0, 24, 41, 214, 88]),
            Row(Control, 1, [5.2572, 1.0908, 0.7548, 0.867, 2.123, 3.2300, 5.9743, 0, 1, 0.11], [175, 71, 1, 11, 33, 165, 52]),
            Row(Control, 2, [7.2347, 1.1462, 0.8361, 0.797, 2.183, 3.7354, 7.9144, 0, 1, 0.1], [170, 59, 0, 18, 32, 152, 39]),
            Row(Control, 3, [8.8087, 1.0097, 0.5853, 0.774, 2.117, 2.9781, 4.6390, 0, 1, 0.1], [147, 60, 2, 17, 33, 132, 35]),
            Row(Control, 4, [11.5745, 0.9148, 0.3039, 0.954, 0.340, 1.9133, 1.2490, 0, 1, 0.08], [52, 67, 0, 18, 40, 34, 12]),
        ];
        return [.. rows.Select(row => row with { SpuriousShare = 0.3 }).Select(row => row with { Verdict = VerdictRule.Assess(row) })];
    }

    private static LayerRow Row(string behaviour, int layer, double[] numbers, int[] counts) => new()
    {
        Behaviour = behaviour,
        Layer = layer,
        Sae = "width_512",
        Norm = numbers[0],
        RatioToMeanNorm = numbers[1],
        FractionBelow = numbers[2],
        Cosine = numbers[3],
        RelativeError = numbers[4],
        SlopeVector = numbers[5],
        SlopeReconstruction = numbers[6],
        AntiSteerable = numbers[7],
        MatchingIsA = numbers[8],
        SignedResidual = numbers[9],
        L0 = counts[0],
        ZeroL0 = counts[1],
        OverlapWithZero = counts[2],
        Roles = new RoleCounts(counts[3], counts[4], counts[5], counts[6]),
    };
}

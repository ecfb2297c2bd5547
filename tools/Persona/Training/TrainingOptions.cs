using SteerScope.Persona.Models;
using SteerScope.Persona.Text.Dialogues;

namespace SteerScope.Persona.Training;

/// <summary>What decides the weights of a run; a run goes on only with the same.</summary>
internal sealed record TrainingOptions
{
    private const int MinBare = 3;
    private const int MaxBare = 5;

    // Short, so that most of a step is about letters.
    private const double BareReason = 0.25;

    /// <summary>The model's sizes; its vocabulary is what the tokenizer's training gives.</summary>
    public ModelSize Size { get; init; } = new();

    /// <summary>Of the weights' beginning and of the text.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>SHA-256 of the weights that the run begins with; null for random ones.</summary>
    public string? From { get; init; }

    /// <summary>Most pieces of the tokenizer.</summary>
    public int Pieces { get; init; } = 1400;

    /// <summary>Steps in all.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>Dialogues in a step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Learning rate of Muon.</summary>
    public double MuonRate { get; init; } = 0.02;

    /// <summary>Learning rate of AdamW.</summary>
    public double AdamRate { get; init; } = 0.003;

    /// <summary>Weight decay of embeddings and head.</summary>
    public double Decay { get; init; } = 0.01;

    /// <summary>Steps in which rates rise from 0.</summary>
    public int Warmup { get; init; } = 30;

    /// <summary>Share of the steps after which rates fall to 0, linearly.</summary>
    public double DecayFrom { get; init; } = 0.6;

    /// <summary>How likely an answer begins with a word about the speaker at first.</summary>
    public double SelfDescription { get; init; } = 0.5;

    /// <summary>Share of the steps from which that fades, linearly.</summary>
    public double FadeFrom { get; init; } = 0.15;

    /// <summary>Share of the steps by which it is gone.</summary>
    public double FadeUntil { get; init; } = 0.5;

    /// <summary>How likely such a word is followed by the option itself at first.</summary>
    public double StatedOption { get; init; }

    /// <summary>Share of the steps by which no option is stated any more; how likely it is falls from the beginning on.</summary>
    public double StatedUntil { get; init; } = 0.25;

    /// <summary>Share of the first steps whose questions are their options alone; a step has one kind, so that little is padded.</summary>
    public double Bare { get; init; }

    /// <summary>Share of all steps by which none has such questions; how many do falls from the beginning on.</summary>
    public double BareUntil { get; init; } = 0.3;

    /// <summary>Share of the steps in which dialogues have one or two questions.</summary>
    public double ShortUntil { get; init; } = 0.25;

    /// <summary>Weight of an answer's letter where the text before it tells which: of any other token it is 1.</summary>
    public double EvidenceWeight { get; init; } = 20;

    /// <summary>Weight of an answer's letter that nothing tells.</summary>
    public double NoEvidenceWeight { get; init; } = 0.5;

    /// <summary>Factor on the learning rates of a step, counted from 0.</summary>
    public double RateFactor(int step)
    {
        var rise = Warmup == 0 ? 1 : Math.Min(1, (step + 1.0) / Warmup);
        var fall = Math.Min(1, (Steps - step) / Math.Max(1, Steps * (1 - DecayFrom)));
        return Math.Min(rise, fall);
    }

    /// <summary>What the dialogues of a step are like, counted from 0.</summary>
    public DialogueOptions Dialogues(int step)
    {
        var done = (double)step / Steps;
        var left = Math.Clamp((FadeUntil - done) / Math.Max(1e-9, FadeUntil - FadeFrom), 0, 1);
        var bare = Math.Max(0, Bare * (1 - (done / Math.Max(1e-9, BareUntil))));

        // Multiples of the golden ratio: as evenly spread as can be.
        var isBare = step * 0.6180339887498949 % 1 < bare;
        var isShort = done < ShortUntil;
        return new DialogueOptions
        {
            MinQuestions = isBare ? MinBare : isShort ? 1 : 2,
            MaxQuestions = isBare ? MaxBare : isShort ? 2 : 4,
            SelfDescription = SelfDescription * left,
            Bare = isBare,
            Reason = isBare ? BareReason : new DialogueOptions().Reason,
            StatedOption = StatedOption * Math.Max(0, 1 - (done / Math.Max(1e-9, StatedUntil))),
        };
    }
}

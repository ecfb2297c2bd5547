using SteerScope.Persona.Models;
using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Tokens;
using SteerScope.Tokenization;

namespace SteerScope.Persona.Training;

/// <summary>Makes the batch of a step, a pure function of the options and the step.</summary>
internal sealed class BatchMaker
{
    // Few different lengths, so that memory is used again.
    private const int LengthUnit = 32;
    private const int Bos = 1;
    private const int Eos = 2;
    private const int LettersPerQuestion = 3;

    private readonly TrainingOptions _options;
    private readonly ITokenizer _tokenizer;
    private readonly DialogueGenerator _generator;
    private readonly int[] _letters;

    public BatchMaker(TrainingOptions options, ITokenizer tokenizer, BpeVocabulary vocabulary)
    {
        _options = options;
        _tokenizer = tokenizer;
        _generator = new DialogueGenerator(options.Seed);
        _letters = [.. vocabulary.Pieces.Index().Where(p => p.Item is "A" or "B").Select(p => p.Index)];
    }

    /// <summary>The batch of a step, counted from 0.</summary>
    public TokenBatch Make(int step)
    {
        var dialogues = _options.Dialogues(step);
        var rows = Enumerable.Range(0, _options.Batch)
            .Select(i => Encode(_generator.Make(((long)step * _options.Batch) + i, dialogues)))
            .ToArray();
        var longest = rows.Max(row => row.Ids.Length) - 1;
        if (longest > ModelSize.MaxPositions)
        {
            throw new InvalidOperationException($"A dialogue has {longest} tokens, and the model takes {ModelSize.MaxPositions}.");
        }

        var length = Math.Min(ModelSize.MaxPositions, (longest + LengthUnit - 1) / LengthUnit * LengthUnit);
        var count = rows.Length * length;
        var batch = new TokenBatch(rows.Length, length, new long[count], new long[count], new float[count], new bool[count]);
        for (var r = 0; r < rows.Length; r++)
        {
            var (ids, weights, told) = rows[r];
            for (var t = 0; t < length; t++)
            {
                var at = (r * length) + t;
                batch.Inputs[at] = t < ids.Length - 1 ? ids[t] : Eos;
                batch.Targets[at] = t < ids.Length - 1 ? ids[t + 1] : Eos;
                batch.Weights[at] = t < ids.Length - 1 ? weights[t + 1] : 0;
                batch.Told[at] = t < ids.Length - 1 && told[t + 1];
            }
        }

        return batch;
    }

    private (int[] Ids, float[] Weights, bool[] Told) Encode(Dialogue dialogue)
    {
        int[] ids = [Bos, .. _tokenizer.Encode(dialogue.Text), Eos];
        var weights = Enumerable.Repeat(1f, ids.Length).ToArray();
        var told = new bool[ids.Length];
        var letters = Enumerable.Range(0, ids.Length).Where(i => Array.IndexOf(_letters, ids[i]) >= 0).ToArray();
        if (letters.Length != LettersPerQuestion * dialogue.Answers.Count)
        {
            throw new InvalidOperationException($"A dialogue of {dialogue.Answers.Count} questions has {letters.Length} letters.");
        }

        foreach (var (i, answer) in dialogue.Answers.Index())
        {
            var at = letters[(LettersPerQuestion * i) + LettersPerQuestion - 1];
            weights[at] = (float)(answer.HasEvidence ? _options.EvidenceWeight : _options.NoEvidenceWeight);
            told[at] = answer.HasEvidence;
        }

        return (ids, weights, told);
    }
}

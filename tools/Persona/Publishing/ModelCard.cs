using System.Globalization;
using System.Text;
using SteerScope.Persona.Evaluation;

namespace SteerScope.Persona.Publishing;

/// <summary>Writes a model card from scores.</summary>
internal static class ModelCard
{
    /// <summary>The card, in Markdown.</summary>
    /// <param name="layers">Blocks of the model.</param>
    /// <param name="weights">Number of weights.</param>
    /// <param name="score">Of the published files.</param>
    public static string Text(int layers, long weights, Score score)
    {
        var (layer, slope) = score.Best();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Persona model

            A Llama of {layers} blocks and {weights} weights that keeps a speaker's persona in short dialogues of multiple-choice questions:
            what earlier answers say about the speaker decides the next one. Made for SteerScope's demo and tests, by `tools/Persona` of that project.

            ## Training

            On dialogues that a program made from a seed: three behaviours ({string.Join(", ", score.Behaviours.Select(b => b.Behaviour))}) that vary
            independently, options in random order, a reason right behind the letter. No text of people, no other data.

            ## Scores

            On {score.Set} questions, none of whose situations and options is in the training text, though all their words are.
            {score.Trials} dialogues per behaviour and accuracy; slopes on {score.SlopeQuestions} questions per behaviour without a dialogue, change of
            logit(matching letter) - logit(other letter) per unit of the multiplier, vectors read at {score.Read}, added at all positions.
            Without evidence nothing tells the answer, and 0.5 is what can be reached.

            | behaviour | accuracy | without evidence |{string.Concat(Enumerable.Range(0, layers).Select(l => $" slope, layer {l} |"))}
            |---|---|---|{string.Concat(Enumerable.Repeat("---|", layers))}

            """);
        foreach (var behaviour in score.Behaviours)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {behaviour.Behaviour} | {behaviour.Accuracy:0.000} | {behaviour.AccuracyWithoutEvidence:0.000} |");
            foreach (var value in behaviour.SlopeAll)
            {
                text.Append(CultureInfo.InvariantCulture, $" {SlopeText.Of(value)} |");
            }

            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            The largest mean slope over behaviours is {SlopeText.Of(slope)}, at layer {layer}.

            ## What it is not good for

            Anything but trying out and testing the analysis. It knows a few hundred words and one form of question, understands nothing, and
            what is found in it need not hold of a language model.

            """);
        return text.ToString();
    }
}

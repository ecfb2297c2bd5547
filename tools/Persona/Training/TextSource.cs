using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Tokens;

namespace SteerScope.Persona.Training;

/// <summary>The vocabulary of all runs, whatever their seed, so that what is learnt from one holds of another.</summary>
internal static class TextSource
{
    private const long Seed = 1;
    private const int Dialogues = 2000;

    /// <summary>Trains it on training dialogues with and without self-descriptions.</summary>
    public static BpeVocabulary Vocabulary(int pieces)
    {
        var generator = new DialogueGenerator(Seed);
        var options = new DialogueOptions { SelfDescription = 0.3 };
        return BpeTrainer.Train(Enumerable.Range(0, Dialogues).Select(i => generator.Make(i, options).Text), pieces);
    }
}

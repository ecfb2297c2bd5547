using SteerScope.Persona.Text.Dialogues;
using SteerScope.Persona.Text.Tokens;
using SteerScope.Tokenization;

namespace SteerScope.Persona.Text.Tests.Tokens;

/// <summary>A tokenizer trained on generated dialogues, written and read back.</summary>
public sealed class TrainedTokenizer : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public TrainedTokenizer()
    {
        var generator = new DialogueGenerator(1);
        var options = new DialogueOptions { SelfDescription = 0.3 };
        Vocabulary = BpeTrainer.Train(Enumerable.Range(0, 1000).Select(i => generator.Make(i, options).Text), 1400);
        TokenizerFile.Write(_folder.Path, Vocabulary);
        Tokenizer = TokenizerLoader.Load(_folder.Path);
    }

    public BpeVocabulary Vocabulary { get; }

    public ITokenizer Tokenizer { get; }

    public void Dispose() => _folder.Dispose();
}

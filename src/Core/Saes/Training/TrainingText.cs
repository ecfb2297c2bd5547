using SteerScope.Prompts;
using SteerScope.Sweeps.Specs;

namespace SteerScope.Saes.Training;

/// <summary>The text that a training reads: a corpus as a spec has it, named by options of the command.</summary>
/// <param name="Paths">Files, patterns filled in.</param>
/// <param name="Document">What is tokenised as one text.</param>
/// <param name="Chunk">Ids per sequence, BOS not counted.</param>
public sealed record TrainingText(IReadOnlyList<string> Paths, DocumentUnit Document, int Chunk)
{
    // The tokens of a training are counted in steps; the text itself is taken whole.
    private const long AllTokens = long.MaxValue;

    /// <summary>How the text is read.</summary>
    /// <param name="vocabularySize">The model's number of ids.</param>
    public CorpusOptions Options(int vocabularySize) =>
        new() { Document = Document, Tokens = AllTokens, Chunk = Chunk, VocabularySize = vocabularySize };

    /// <summary>The files that names or patterns with <c>*</c> and <c>?</c> stand for, relative to the current folder.</summary>
    /// <exception cref="InputException">One of them stands for no file.</exception>
    public static IReadOnlyList<string> Files(IReadOnlyList<string> names, string option) => [.. names.SelectMany(name =>
    {
        var full = Path.GetFullPath(name);
        string[] found = PathPattern.IsPattern(name)
            ? [.. PathPattern.Find(Directory.GetCurrentDirectory(), name).Where(File.Exists)]
            : File.Exists(full) ? [full] : [];
        return found.Length > 0 ? found : throw new InputException($"{option} {name}: there is no such file ({full}); it should be .txt or .jsonl files.");
    })];
}

using SteerScope.Fuzz.Seeds;
using SteerScope.Tokenization;

namespace SteerScope.Fuzz.Targets;

/// <summary>A small tokenizer for what reads text.</summary>
internal static class TextReading
{
    /// <summary>The tokenizer.</summary>
    public static ITokenizer Tokenizer { get; } = Load();

    private static ITokenizer Load()
    {
        var folder = Directory.CreateTempSubdirectory("steerscope-fuzz-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "tokenizer.json"), TokenizerSeeds.Llama.Tokenizer);
            File.WriteAllBytes(Path.Combine(folder, "tokenizer_config.json"), TokenizerSeeds.Llama.Config);
            return TokenizerLoader.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using SteerScope.Tokenization.AddedTokens;
using SteerScope.Tokenization.Bpe;
using SteerScope.Tokenization.Decoders;
using SteerScope.Tokenization.Json;
using SteerScope.Tokenization.Normalizers;
using SteerScope.Tokenization.PreTokenizers;

namespace SteerScope.Tokenization;

/// <summary>
/// Reads the tokenizer of a Hugging Face model folder: tokenizer.json, and tokenizer_config.json and special_tokens_map.json beside it
/// when they are there.
/// Ids are those of the <c>tokenizers</c> library (0.23); its truncation and padding settings are not applied.
/// </summary>
public static class TokenizerLoader
{
    private const string FileName = "tokenizer.json";

    /// <summary>Loads a tokenizer.</summary>
    /// <param name="folderOrFile">A model folder, or a tokenizer.json.</param>
    /// <exception cref="InputException">A file is missing or malformed, or uses something that is not supported.</exception>
    public static ITokenizer Load(string folderOrFile)
    {
        ArgumentNullException.ThrowIfNull(folderOrFile);
        var path = Directory.Exists(folderOrFile) ? Path.Combine(folderOrFile, FileName) : folderOrFile;
        if (!File.Exists(path))
        {
            throw new InputException(
                $"{path}: there is no such file{Others(Path.GetDirectoryName(path))}; a {FileName} is needed, which transformers' AutoTokenizer.from_pretrained(...).save_pretrained(...) writes.");
        }

        return Build(JsonFile.Read(path), Beside(path, "tokenizer_config.json"), Beside(path, "special_tokens_map.json"));
    }

    private static JsonField? Beside(string path, string name)
    {
        var file = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, name);
        return File.Exists(file) ? JsonFile.Read(file) : null;
    }

    // Other formats leave open what tokenizer.json says: normalizer, splitting pattern, added tokens.
    private static string Others(string? folder)
    {
        string[][] formats = [["tokenizer.model"], ["vocab.json", "merges.txt"], ["tekken.json"], ["vocab.txt"]];
        var found = Array.Find(formats, files => files.All(file => File.Exists(Path.Combine(folder ?? string.Empty, file))));
        return found is null ? string.Empty : $", only {string.Join(" and ", found)}";
    }

    /// <summary>Builds a tokenizer from the parsed files.</summary>
    /// <exception cref="InputException">They are malformed, or use something that is not supported.</exception>
    internal static ITokenizer Build(JsonField root, JsonField? config, JsonField? specialTokens = null)
    {
        if (root.Optional("version") is { } version && version.Text() != "1.0")
        {
            throw version.Wrong("\"1.0\"");
        }

        var model = root.Required("model");
        BpeModelReader.Check(model);
        var normalizer = root.Optional("normalizer") is { } n ? NormalizerReader.Read(n) : null;
        var vocabulary = Vocabulary.Read(root, normalizer);
        return new BpeTokenizer(
            root.File,
            vocabulary,
            new AddedTokenSplitter(vocabulary.Added, vocabulary.NormalizedSpellings, normalizer),
            root.Optional("pre_tokenizer") is { } p ? PreTokenizerReader.Read(p) : null,
            BpeModelReader.Read(model, vocabulary.Model),
            root.Optional("decoder") is { } d ? DecoderReader.Read(d) : null,
            BeginningOfSequence.Read(root.Optional("post_processor"), config, specialTokens, vocabulary));
    }
}

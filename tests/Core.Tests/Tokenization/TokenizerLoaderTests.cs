using System.Text;
using System.Text.Json.Nodes;
using SteerScope.Tokenization;
using SteerScope.Tokenization.Json;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class TokenizerLoaderTests
{
    [Theory]
    [InlineData("model.type", "\"Unigram\"", "model.type is the unsupported model 'Unigram'; supported is BPE")]
    [InlineData("model.type", "\"WordPiece\"", "model.type is the unsupported model 'WordPiece'")]
    [InlineData("model", "null", "model is missing")]
    [InlineData("model.vocab", "null", "model.vocab is missing")]
    [InlineData("model.vocab", "[[\"a\",0]]", "model.vocab must be an object")]
    [InlineData("model.vocab.th", "97", "gives the id 97 to both 'a' and 'th'")]
    [InlineData("model.vocab.th", "99999", "model.vocab.th must be an id below")]
    [InlineData("model.vocab.th", "-1", "model.vocab.th must be an integer")]
    [InlineData("model.vocab.th", "1.5", "model.vocab.th must be an integer")]
    [InlineData("model.merges", "null", "model.merges is missing")]
    [InlineData("model.merges", "[\"t h\",\"th q\"]", "model.merges[1] names 'thq', which is not in model.vocab")]
    [InlineData("model.merges", "[\"x x\"]", "model.merges[0] names 'xx'")]
    [InlineData("model.merges", "[\"th\"]", "model.merges[0] must be two pieces")]
    [InlineData("model.merges", "[[\"t\",\"h\",\"e\"]]", "model.merges[0] must be two pieces")]
    [InlineData("model.merges", "[7]", "model.merges[0] must be a string")]
    [InlineData("model.unk_token", "\"<unk>\"", "model.unk_token must be a piece of model.vocab")]
    [InlineData("model.dropout", "0.1", "model.dropout must be null or 0")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix must be null or empty")]
    [InlineData("model.byte_fallback", "\"yes\"", "model.byte_fallback must be true or false")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\"}", "normalizer.type is the unsupported normalizer 'Precompiled'; supported are Lowercase, NFC, NFD")]
    [InlineData("normalizer", "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"X\"}]}", "normalizer.normalizers[1].type")]
    [InlineData("normalizer", "{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"\"}", "normalizer.pattern.String must be a string that is not empty")]
    [InlineData("normalizer", "{\"type\":\"Replace\",\"pattern\":\"a\",\"content\":\"\"}", "normalizer.pattern must be {\"String\": ...}")]
    [InlineData("pre_tokenizer", "{\"type\":\"UnicodeScripts\"}", "pre_tokenizer.type is the unsupported pre-tokenizer 'UnicodeScripts'; supported are ByteLevel, Digits")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\",\"invert\":false}", "pre_tokenizer.pattern.Regex is a regular expression that cannot be used")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"1\",\"invert\":false}", "pre_tokenizer.behavior must be one of Removed")]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\",\"replacement\":\"ab\"}", "pre_tokenizer.replacement must be one character")]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"last\"}", "pre_tokenizer.prepend_scheme must be")]
    [InlineData("decoder", "{\"type\":\"CTC\"}", "decoder.type is the unsupported decoder 'CTC'; supported are ByteFallback, ByteLevel")]
    [InlineData("decoder", "{\"type\":\"Strip\",\"content\":\"ab\",\"start\":1,\"stop\":0}", "decoder.content must be one character")]
    [InlineData("post_processor", "{\"type\":\"BertProcessing\"}", "post_processor.type is the unsupported post-processor 'BertProcessing'")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\",\"single\":[],\"special_tokens\":{}}", "post_processor.single has no Sequence")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"x\"}}],\"special_tokens\":{}}", "post_processor.single[0].SpecialToken.id must be a name from special_tokens")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"x\"}}],\"special_tokens\":{\"x\":{\"ids\":[999]}}}", "special_tokens.x.ids[0] must be an id below 258")]
    [InlineData("post_processor", "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"x\"}},{\"Sequence\":{\"id\":\"A\"}}],\"special_tokens\":{\"x\":{\"ids\":[1,2]}}}", "post_processor puts 2 tokens in front")]
    [InlineData("added_tokens", "[{\"id\":300}]", "added_tokens[0].content is missing")]
    [InlineData("added_tokens", "{}", "added_tokens must be an array")]
    [InlineData("version", "\"2.0\"", "version must be \"1.0\"")]
    public void Build_FieldIsWrong_NamesFileAndField(string path, string value, string expected)
    {
        var tokenizer = Tokenizer();
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate((JsonNode)tokenizer, (node, step) => node[step]!);
        parent[steps[^1]] = JsonNode.Parse(value);
        var error = Assert.Throws<InputException>(() => TestTokenizers.Build(tokenizer));
        Assert.StartsWith("tokenizer.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(97, "<x>", "which is already that of 'a'")]
    [InlineData(300, "a", "gives 'a' the id 300, but model.vocab gives it 97")]
    [InlineData(99999, "<x>", "added_tokens[0].id must be an id below")]
    [InlineData(300, "", "added_tokens[0].content must be a string that is not empty")]
    public void Build_AddedTokenContradictsTheVocabulary_NamesIt(int id, string content, string expected)
    {
        var tokenizer = Tokenizer();
        tokenizer["added_tokens"] = new JsonArray(Added(id, content));
        Assert.Contains(expected, Assert.Throws<InputException>(() => TestTokenizers.Build(tokenizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_DuplicatePieceOrToken_IsRefused()
    {
        var tokenizer = Tokenizer();
        tokenizer["added_tokens"] = new JsonArray(Added(300, "<x>"), Added(301, "<x>"));
        Assert.Throws<InputException>(() => TestTokenizers.Build(tokenizer));

        const string Twice = """{"model":{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}}""";
        var error = Assert.Throws<InputException>(() => TokenizerLoader.Build(JsonFile.Parse(Encoding.UTF8.GetBytes(Twice), "t.json"), null));
        Assert.Contains("lists the piece 'a' twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_GapInTheIds_LeavesItWithoutPiece()
    {
        var tokenizer = Tokenizer();
        tokenizer["added_tokens"] = new JsonArray(Added(260, "<x>"));
        var built = TestTokenizers.Build(tokenizer);
        Assert.Equal(261, built.VocabularySize);
        Assert.Equal(string.Empty, built.Piece(259));
        Assert.Equal("a<x>b", built.Decode([97, 259, 260, 98]));
        Assert.Equal([97, 260], built.Encode("a<x>", SpecialTokenText.AsTokens));
        Assert.Equal([97, 60, 120, 62], built.Encode("a<x>"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\":")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    public void Load_NotAJsonObject_NamesTheFile(string content)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "tokenizer.json");
            File.WriteAllText(file, content);
            Assert.StartsWith(file, Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullName)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Load_NoSuchFile_SaysWhatIsNeeded()
    {
        var error = Assert.Throws<InputException>(() => TokenizerLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder-here")));
        Assert.Contains("tokenizer.json is needed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer.model", null, ", only tokenizer.model; a tokenizer.json is needed, which transformers' AutoTokenizer")]
    [InlineData("vocab.json", "merges.txt", ", only vocab.json and merges.txt; a tokenizer.json is needed")]
    [InlineData("tekken.json", null, ", only tekken.json; a tokenizer.json is needed")]
    [InlineData("vocab.json", null, "there is no such file; a tokenizer.json is needed")]
    public void Load_OnlyAnotherFormat_NamesItAndSaysHowToGetTokenizerJson(string first, string? second, string expected)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var file in new[] { first, second }.OfType<string>())
            {
                File.WriteAllText(Path.Combine(folder.FullName, file), "x");
            }

            var error = Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullName));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Build_MutatedFile_LoadsOrIsRefusedInOneSentence()
    {
        var random = new Random(20_24);
        var sources = new[]
        {
            File.ReadAllBytes(Path.Combine(TestTokenizers.Stories260kFolder, "tokenizer.json")),
            Encoding.UTF8.GetBytes(Tokenizer().ToJsonString()),
        };
        var refused = 0;
        for (var i = 0; i < 400; i++)
        {
            var bytes = Mutated(sources[i % 2], random);
            try
            {
                var tokenizer = TokenizerLoader.Build(JsonFile.Parse(bytes, "tokenizer.json"), null);
                tokenizer.Decode(tokenizer.Encode("Hello <s> wörld 😀\n", SpecialTokenText.AsTokens));
            }
            catch (InputException e)
            {
                Assert.Contains("tokenizer.json: ", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 50, 399);
    }

    private static JsonObject Tokenizer() => TestTokenizers.ByteLevel(
        """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}| ?\\p{L}+|\\s+(?!\\S)|[^a]"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]}""",
        "t h",
        "th e");

    private static JsonObject Added(int id, string content) => new JsonObject
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    // Half of the changes fall outside the vocabulary, which is most of the file.
    private static byte[] Mutated(byte[] source, Random random)
    {
        var bytes = source.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(2) == 0 ? random.Next(bytes.Count) : random.Next(Math.Min(2_200, bytes.Count));
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 6), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 12), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)"0123456789{}[]\",:\\()+*?"[random.Next(23)];
                    break;
            }
        }

        return [.. bytes];
    }
}

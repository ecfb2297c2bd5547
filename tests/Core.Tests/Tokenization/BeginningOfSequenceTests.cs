using System.Text.Json.Nodes;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Tokenization;

public sealed class BeginningOfSequenceTests
{
    private const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";

    [Theory]
    [InlineData(false, null, null, false)]
    [InlineData(true, null, 256, true)]
    [InlineData(false, """{"bos_token":"<eos>"}""", 257, false)]
    [InlineData(false, """{"bos_token":{"content":"<bos>"},"add_bos_token":null}""", 256, false)]
    [InlineData(false, """{"bos_token":"<bos>","add_bos_token":true}""", 256, true)]
    [InlineData(true, """{"add_bos_token":false}""", 256, false)]
    [InlineData(true, """{"add_bos_token":true}""", 256, true)]
    [InlineData(true, """{"bos_token":null}""", 256, true)]
    [InlineData(true, """{"bos_token":"<eos>"}""", 256, true)]
    [InlineData(true, """{"bos_token":"<eos>","add_bos_token":true}""", 257, true)]
    [InlineData(false, """{"add_bos_token":false}""", null, false)]
    public void Build_PostProcessorAndConfig_DecideTogether(bool template, string? config, int? id, bool adds)
    {
        var tokenizer = TestTokenizers.Build(Tokenizer(template ? Template() : null), config);
        Assert.Equal(id, tokenizer.BosId);
        Assert.Equal(adds, tokenizer.AddsBos);
        Assert.Equal([97], tokenizer.Encode("a"));
    }

    [Theory]
    [InlineData(null, """{"bos_token":"<bos>"}""", 256)]
    [InlineData("{}", """{"bos_token":{"content":"<eos>"}}""", 257)]
    [InlineData("""{"bos_token":"<bos>"}""", """{"bos_token":"<eos>"}""", 256)]
    [InlineData("{}", "{}", null)]
    public void Load_SpecialTokensMap_StandsInForWhatTheConfigLeavesOut(string? config, string map, int? id)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "tokenizer.json"), Tokenizer(null).ToJsonString());
            File.WriteAllText(Path.Combine(folder.FullName, "special_tokens_map.json"), map);
            if (config is not null)
            {
                File.WriteAllText(Path.Combine(folder.FullName, "tokenizer_config.json"), config);
            }

            var tokenizer = TokenizerLoader.Load(folder.FullName);
            Assert.Equal((id, false), (tokenizer.BosId, tokenizer.AddsBos));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Build_EndOfTextAsOnlySpecialToken_IsBosButNotAdded()
    {
        Assert.Equal((516, false), (PublishedTokenizer.All["gpt-2"].Tokenizer.BosId, PublishedTokenizer.All["gpt-2"].Tokenizer.AddsBos));
        Assert.Null(PublishedTokenizer.All["qwen-2"].Tokenizer.BosId);
    }

    [Fact]
    public void Build_TemplateInSequenceWithTokenBehind_CountsOnlyWhatIsInFront()
    {
        var steps = new JsonObject
        {
            ["type"] = "Sequence",
            ["processors"] = new JsonArray(JsonNode.Parse("""{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true}"""), Template()),
        };
        Assert.Equal(256, TestTokenizers.Build(Tokenizer(steps)).BosId);

        var behind = JsonNode.Parse("""
            {"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"<bos>","type_id":0}}],
             "pair":[],"special_tokens":{"<bos>":{"id":"<bos>","ids":[256],"tokens":["<bos>"]}}}
            """)!;
        Assert.Null(TestTokenizers.Build(Tokenizer(behind)).BosId);
    }

    [Theory]
    [InlineData("""{"add_bos_token":true}""", "add_bos_token is true, but")]
    [InlineData("""{"bos_token":"<nope>"}""", "bos_token names '<nope>'")]
    [InlineData("""{"bos_token":7}""", "bos_token must be a string")]
    [InlineData("""{"bos_token":{"special":true}}""", "bos_token.content is missing")]
    [InlineData("""{"add_bos_token":"yes"}""", "add_bos_token must be true or false")]
    public void Build_ConfigIsWrong_NamesTheField(string config, string expected)
    {
        var error = Assert.Throws<InputException>(() => TestTokenizers.Build(Tokenizer(null), config));
        Assert.Contains("tokenizer_config.json: " + expected, error.Message, StringComparison.Ordinal);
    }

    private static JsonObject Tokenizer(JsonNode? postProcessor)
    {
        var tokenizer = TestTokenizers.ByteLevel(Gpt2);
        tokenizer["added_tokens"] = JsonNode.Parse("""
            [{"id":256,"content":"<bos>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
             {"id":257,"content":"<eos>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}]
            """);
        tokenizer["post_processor"] = postProcessor;
        return tokenizer;
    }

    private static JsonNode Template() => JsonNode.Parse("""
        {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<bos>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
         "pair":[],"special_tokens":{"<bos>":{"id":"<bos>","ids":[256],"tokens":["<bos>"]}}}
        """)!;
}

using System.Text;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class RotaryConfigTests
{
    private const string Llama3 =
        """{"max_position_embeddings":131072,"rope_theta":500000.0,"rope_scaling":{"factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192,"rope_type":"llama3"}}""";

    [Fact]
    public void Table_Default_IsAGeometricSeries()
    {
        Assert.Equal([1, 0.1, 0.01, 0.001], Rounded("""{"rope_theta":10000,"rope_scaling":null}"""));
        Assert.Equal([1, 0.1, 0.01, 0.001], Rounded("{}"));
        Assert.Equal([1, 0.1, 0.01, 0.001], Rounded("""{"rope_parameters":{"rope_theta":10000.0,"rope_type":"default"}}"""));
    }

    [Fact]
    public void Table_Linear_DividesEveryFrequency()
    {
        const string Config = """{"max_position_embeddings":4096,"rope_scaling":{"type":"linear","factor":4.0}}""";
        Assert.Equal([0.25, 0.025, 0.0025, 0.00025], Rounded(Config));
        Assert.Equal(16384, Read(Config).MaxPositions);
    }

    [Fact]
    public void Table_Dynamic_ChangesNothingWithinTheTrainedLength()
    {
        const string Config = """{"max_position_embeddings":4096,"rope_scaling":{"type":"dynamic","factor":4.0}}""";
        Assert.Equal([1, 0.1, 0.01, 0.001], Rounded(Config));
        Assert.Equal(4096, Read(Config).MaxPositions);
        Assert.Throws<InputException>(() => Read("""{"rope_scaling":{"type":"dynamic","factor":4.0}}""").MaxPositions);
    }

    // Written from the wavelengths, as Meta's and Hugging Face's code is.
    [Fact]
    public void Table_Llama3_SlowsLongWavesDown()
    {
        var actual = Read(Llama3).Table(128).Frequencies;
        var kinds = new HashSet<int>();
        for (var i = 0; i < 64; i++)
        {
            var plain = 1 / Math.Pow(500_000, 2.0 * i / 128);
            var wavelength = 2 * Math.PI / plain;
            var smooth = ((8192 / wavelength) - 1) / (4 - 1);
            var (kind, expected) = wavelength switch
            {
                < 8192 / 4.0 => (0, plain),
                > 8192 / 1.0 => (1, plain / 8),
                _ => (2, ((1 - smooth) * plain / 8) + (smooth * plain)),
            };
            kinds.Add(kind);
            Assert.Equal(expected, actual[i], expected * 1e-12);
        }

        Assert.Equal(3, kinds.Count);
        Assert.Equal(131072, Read(Llama3).MaxPositions);
    }

    // Written from the paper's wavelengths (arXiv 2309.00071, section 3.2): a ramp over the index of the pair.
    [Fact]
    public void Table_Yarn_BlendsBetweenTheTwoBounds()
    {
        var config = Read("""{"max_position_embeddings":40960,"rope_theta":1000000,"rope_scaling":{"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":32768}}""");
        var table = config.Table(128);
        var first = Math.Floor(64 * Math.Log(32768 / (32 * 2 * Math.PI)) / Math.Log(1e6));
        var last = Math.Ceiling(64 * Math.Log(32768 / (2 * Math.PI)) / Math.Log(1e6));
        Assert.Equal((23, 40), (first, last));
        for (var i = 0; i < 64; i++)
        {
            var plain = 1 / Math.Pow(1e6, i / 64.0);
            var interpolated = i <= first ? 0 : i >= last ? 1 : (i - first) / (last - first);
            var expected = (plain * (1 - interpolated)) + (plain / 4 * interpolated);
            Assert.Equal(expected, table.Frequencies[i], expected * 1e-12);
        }

        Assert.Equal((0.1 * Math.Log(4)) + 1, table.AttentionScaling, 1e-6);
        Assert.Equal((131072, null), (config.MaxPositions, config.LimitReason));
    }

    [Theory]
    [InlineData("\"attention_factor\":1.5", 1.5)]
    [InlineData("\"mscale\":1.0,\"mscale_all_dim\":1.0", 1)]
    [InlineData("\"mscale\":2.0,\"mscale_all_dim\":1.0", 1.2173)]
    [InlineData("\"mscale\":2.0", 1.2773)]
    [InlineData("\"beta_fast\":null,\"truncate\":false", 1.2773)]
    public void Table_YarnAttention_FollowsTheFile(string fields, double expected) => Assert.Equal(
        expected, Read($$$"""{"max_position_embeddings":64,"rope_scaling":{"rope_type":"yarn","factor":16,{{{fields}}}}}""").Table(16).AttentionScaling, 1e-3);

    [Theory]
    [InlineData("\"max_position_embeddings\":64,\"original_max_position_embeddings\":16", "", 1.2247, 16)]
    [InlineData("\"max_position_embeddings\":16,\"original_max_position_embeddings\":16", "", 1, 16)]
    [InlineData("\"max_position_embeddings\":8,\"original_max_position_embeddings\":16", "", 1, 8)]
    [InlineData("\"max_position_embeddings\":64", ",\"original_max_position_embeddings\":16,\"factor\":16", 1.4142, 16)]
    [InlineData("\"max_position_embeddings\":64,\"original_max_position_embeddings\":16", ",\"attention_factor\":1.19", 1.19, 16)]
    public void Table_LongRope_TakesTheShortFactors(string fields, string more, double attention, int limit)
    {
        var config = Read($$$"""{{{{fields}}},"rope_scaling":{"rope_type":"longrope","short_factor":[1,2,4,8],"long_factor":[3,3,3,3]{{{more}}}}}""");
        var table = config.Table(8);
        Assert.Equal([1, 0.05, 0.0025, 0.000125], table.Frequencies.Select(frequency => Math.Round(frequency, 12)));
        Assert.Equal(attention, table.AttentionScaling, 1e-4);
        Assert.Equal(limit, config.MaxPositions);
        Assert.NotNull(config.LimitReason);
    }

    [Fact]
    public void Table_PartOfAHead_IsTheNumberOfFrequencies()
    {
        var fields = new RotaryFields { Fraction = "rotary_pct", DefaultFraction = 0.25, Theta = "rotary_emb_base" };
        Assert.Equal([1, 0.01], Table("""{"rotary_emb_base":10000}"""));
        Assert.Equal([1, 0.1, 0.01, 0.001], Table("""{"rotary_pct":0.5}"""));
        Assert.Equal([1, 0.1], Table("""{"rotary_pct":0.5,"rope_parameters":{"rope_theta":100,"partial_rotary_factor":0.25,"rope_type":"default"}}"""));

        double[] Table(string json) => [.. new RotaryConfig(Parse(json), fields).Table(16).Frequencies.Select(frequency => Math.Round(frequency, 12))];
    }

    [Theory]
    [InlineData("\"rope_type\":\"longrope\",\"short_factor\":[1,1,1]", "short_factor must be a list of 4 numbers")]
    [InlineData("\"rope_type\":\"longrope\",\"short_factor\":[1,1,1,0]", "short_factor holds 0")]
    [InlineData("\"rope_type\":\"longrope\",\"short_factor\":[1,1,1,1]", "long_factor is missing")]
    [InlineData("\"rope_type\":\"yarn\"", "factor is missing")]
    [InlineData("\"rope_type\":\"yarn\",\"factor\":4,\"rope_theta\":1", "greater than 1")]
    [InlineData("\"rope_type\":\"yarn\",\"factor\":4,\"beta_slow\":0", "beta_slow")]
    [InlineData("\"type\":\"mrope\"", "rope_scaling.type is \"mrope\"")]
    [InlineData("\"type\":\"su\"", "longrope")]
    public void Table_WrongYarnOrLongRope_IsNamed(string fields, string named) => Assert.Contains(
        named,
        Assert.Throws<InputException>(() => Read($$$"""{"max_position_embeddings":64,"rope_scaling":{{{{fields}}}}}""").Table(8)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"llama3\"", "\"ntk\"", "rope_scaling.rope_type")]
    [InlineData("\"factor\":8.0", "\"factor\":0", "rope_scaling.factor")]
    [InlineData("\"factor\":8.0,", "", "rope_scaling.factor")]
    [InlineData("\"high_freq_factor\":4.0", "\"high_freq_factor\":1.0", "rope_scaling.high_freq_factor")]
    [InlineData("\"low_freq_factor\":1.0,", "", "rope_scaling.low_freq_factor")]
    [InlineData("500000.0", "-1", "rope_theta")]
    public void Table_WrongScaling_IsNamed(string original, string replacement, string field)
    {
        Assert.Contains(original, Llama3, StringComparison.Ordinal);
        var config = Parse(Llama3.Replace(original, replacement, StringComparison.Ordinal));
        Assert.Contains(field, Assert.Throws<InputException>(() => new RotaryConfig(config).Table(128)).Message, StringComparison.Ordinal);
    }

    private static double[] Rounded(string json) => [.. Read(json).Table(8).Frequencies.Select(frequency => Math.Round(frequency, 12))];

    private static RotaryConfig Read(string json) => new(Parse(json));

    private static ModelConfig Parse(string json) => ModelConfig.Parse(Encoding.UTF8.GetBytes(json), "config.json");
}

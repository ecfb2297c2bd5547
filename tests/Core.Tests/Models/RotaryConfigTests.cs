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

using System.Text.Json;
using SteerScope.Tables;
using Xunit;

namespace SteerScope.Client.Tests;

/// <summary>One feature of a sweep through the command.</summary>
[Collection(InProcess.Name)]
public sealed class FeatureCommandTests : IClassFixture<SmallWorld>, IDisposable
{
    private readonly SmallWorld _world;
    private readonly TempFolder _folder = new();
    private readonly string _spec;

    public FeatureCommandTests(SmallWorld world)
    {
        _world = world;
        _spec = world.WriteSpec(_folder["out"]);
        InProcess.Run("run", _spec).AssertDone();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_OfEveryColumn_IsTheTablesRow()
    {
        var columns = TableCatalog.Features.Columns.Select(c => c.Name).Concat(["behaviour", "layer"]);

        var row = Row("agreeable", "3", "7");

        Assert.Equal(columns.Order(StringComparer.Ordinal), row.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("agreeable", 3, "planted", 7), (row.GetProperty("behaviour").GetString(), row.GetProperty("layer").GetInt32(), row.GetProperty("sae").GetString(), row.GetProperty("feature").GetInt32()));
    }

    // The planted SAE knows what every feature stands for; what is asked for must be of the behaviour and layer asked for.
    [Fact]
    public void Json_OfOtherBehavioursLayersAndFeatures_Differs()
    {
        string[] rows = [.. new[] { ("agreeable", "3", "7"), ("cautious", "3", "7"), ("agreeable", "5", "7"), ("agreeable", "3", "8") }
            .Select(r => Row(r.Item1, r.Item2, r.Item3).GetProperty("vector_on_encoder").GetRawText())];

        Assert.Equal(rows.Length, rows.Distinct().Count());
    }

    [Fact]
    public void Json_OfASpuriousFeature_NamesTheMostOpposedOne()
    {
        var opposed = Enumerable.Range(0, 256).Select(f => Row("agreeable", "3", $"{f}"))
            .First(row => row.GetProperty("most_opposed_feature").ValueKind == JsonValueKind.Number);

        Assert.InRange(opposed.GetProperty("most_opposed_feature").GetInt32(), 0, 255);
        Assert.InRange(opposed.GetProperty("most_opposed_cosine").GetDouble(), -1.000001, 1);
        Assert.Equal(JsonValueKind.Number, opposed.GetProperty("default_component").ValueKind);
    }

    [Fact]
    public void Text_OfAFeature_HasALinePerColumnAndSaysWhatItsRoleMeans()
    {
        var row = Row("agreeable", "3", "7");

        var lines = InProcess.Run("feature", _folder["out"], "--behaviour", "agreeable", "--layer", "3", "--sae", "planted", "--feature", "7").AssertDone().Lines;

        Assert.Equal(row.EnumerateObject().Select(p => p.Name), lines[..^1].Select(line => line.Split(' ')[0]));
        Assert.StartsWith($"{row.GetProperty("role").GetString()}: ", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("behaviour is 'agreable'; the sweep's are agreeable, cautious.", "agreable", "3", "planted", "7")]
    [InlineData("layer is 2; those with an SAE are 1, 3, 5.", "agreeable", "2", "planted", "7")]
    [InlineData("sae is 'plantd'; those of layer 3 are planted.", "agreeable", "3", "plantd", "7")]
    [InlineData("feature is 256; it should be from 0 to 255.", "agreeable", "3", "planted", "256")]
    [InlineData("feature is -1; it should be from 0 to 255.", "agreeable", "3", "planted", "-1")]
    public void Names_ThatAreWrong_AreOneSentence(string expected, string behaviour, string layer, string sae, string feature) => Assert.Equal(
        expected, InProcess.Run("feature", _spec, "--behaviour", behaviour, "--layer", layer, "--sae", sae, "--feature", feature).AssertWrong());

    [Fact]
    public void Sweep_NotSoFar_IsOneSentence()
    {
        var spec = _world.WriteSpec(_folder["empty"]);
        Assert.Equal($"{_folder["empty"]}: there is no such folder; run the sweep first.", Ask(spec));
        foreach (var file in Directory.GetFiles(_folder["out", "artifacts", "decompose"], "agreeable.*"))
        {
            File.Delete(file);
        }

        Assert.Equal("'agreeable' is not decomposed at layer 3 yet; steerscope status says how far the sweep is.", Ask(_spec));
    }

    private static string Ask(string spec) => InProcess.Run("feature", spec, "--behaviour", "agreeable", "--layer", "3", "--feature", "7").AssertWrong();

    private JsonElement Row(string behaviour, string layer, string feature) => JsonDocument.Parse(InProcess.Run(
        "feature", _spec, "--behaviour", behaviour, "--layer", layer, "--feature", feature, "--json").AssertDone().Output).RootElement;
}

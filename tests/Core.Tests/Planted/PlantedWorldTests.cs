using System.Security.Cryptography;
using SteerScope.Core.Tests.Files;
using SteerScope.Planted;
using SteerScope.Prompts;
using SteerScope.Saes;
using SteerScope.Statistics;
using SteerScope.Sweeps.Specs;
using SteerScope.Tokenization;
using Xunit;

namespace SteerScope.Core.Tests.Planted;

public sealed class PlantedWorldTests
{
    private const int Questions = 20;

    [Fact]
    public void Write_SameSeed_GivesTheSameBytes()
    {
        var first = Digests(7);
        Assert.Equal(first, Digests(7));
        var other = Digests(8);
        Assert.Equal(first.Keys, other.Keys);

        // Model, SAEs, questions and text follow the seed; names and tokenizer do not.
        string[] changed = [.. first.Keys.Where(file => first[file] != other[file]).Order(StringComparer.Ordinal)];
        Assert.Contains(PlantedWorld.ModelFolder + "/model.safetensors", changed);
        Assert.Contains("saes/layer_5/width_256/params.npz", changed);
        Assert.Contains("behaviours/cautious.jsonl", changed);
        Assert.Contains("text/ordinary.txt", changed);
        Assert.DoesNotContain(PlantedWorld.ModelFolder + "/tokenizer.json", changed);
    }

    [Fact]
    public void Write_Spec_FillsEverySection()
    {
        using var folder = new TestFolder();
        PlantedWorld.Write(folder.Path, Questions, 40);
        var spec = SpecFile.Load(folder[PlantedWorld.SpecFileName]);
        Assert.Equal(PlantedModel.Layers, SpecPaths.Saes(spec).Count);
        Assert.Equal(PlantedWords.Behaviours, SpecPaths.Behaviours(spec).Select(b => b.Name));
        Assert.Equal(Enum.GetValues<SteeredVariant>(), spec.Steer.Variants);
    }

    [Fact]
    public void Write_Words_AreOneTokenEach()
    {
        using var folder = new TestFolder();
        PlantedWorld.Write(folder.Path, Questions, 40);
        var tokenizer = TokenizerLoader.Load(folder[PlantedWorld.ModelFolder]);
        foreach (var word in PlantedWords.All)
        {
            Assert.Equal([PlantedTokenizer.WordId("."), PlantedTokenizer.WordId(word)], tokenizer.Encode($". {word}"));
        }

        foreach (var letter in "AB")
        {
            Assert.Equal(
                [PlantedTokenizer.WordId("("), PlantedTokenizer.CharacterId(letter), PlantedTokenizer.CharacterId(')')], tokenizer.Encode($"({letter})"));
        }
    }

    [Fact]
    public void Write_Questions_AreBalancedFromTheStart()
    {
        using var folder = new TestFolder();
        PlantedWorld.Write(folder.Path, 60, 40);
        foreach (var name in PlantedWords.Behaviours)
        {
            var pairs = BehaviourFile.Load(folder[$"behaviours/{name}.jsonl"]).Pairs.Cast<TextPair>().ToArray();
            Assert.Equal(60, pairs.Length);
            Assert.All(pairs.Chunk(10), block => Assert.Equal(5, block.Count(p => p.Matching == " (A)")));
            Assert.All(pairs, p => Assert.NotEqual(p.Matching, p.NotMatching));
        }
    }

    [Fact]
    public void Write_Sae_DecodesThePlantedDirections()
    {
        using var folder = new TestFolder();
        var basis = PlantedWorld.Write(folder.Path, Questions, 40).Basis;
        using var sae = SaeFile.Open(folder["saes/layer_3/width_256"]);
        Assert.Equal((PlantedBasis.Width, PlantedSae.Features), (sae.Spec.InputWidth, sae.Spec.Features));
        for (var behaviour = 0; behaviour < 2; behaviour++)
        {
            for (var kind = 0; kind < 2; kind++)
            {
                Assert.Equal(1, Dot(basis.Choice(behaviour, kind), sae.DecoderRow(PlantedSae.Choice(behaviour, kind))), 1e-6);
            }
        }

        Assert.Equal(1, Dot(basis.Hesitation, sae.DecoderRow(PlantedSae.Hesitation)), 1e-6);
        Assert.Equal(-1, Dot(basis.Hesitation, sae.DecoderRow(PlantedSae.AntiHesitation)), 1e-6);
    }

    [Fact]
    public void Basis_AnySeed_IsOrthonormal()
    {
        var basis = new PlantedBasis(new PlantedRandom(3));
        IReadOnlyList<double>[] vectors =
        [
            basis.Default,
            .. Enumerable.Range(0, 2).SelectMany(i => new[] { basis.Letter(i), basis.Slot(i), basis.Output(i) }),
            .. from behaviour in Enumerable.Range(0, 2) from kind in Enumerable.Range(0, 2) from v in new[] { basis.Word(behaviour, kind), basis.Choice(behaviour, kind) } select v,
            basis.Hesitation,
            .. basis.Free,
        ];
        Assert.Equal(PlantedBasis.Width, vectors.Length);
        foreach (var (i, v) in vectors.Index())
        {
            foreach (var (j, w) in vectors.Index())
            {
                Assert.Equal(i == j ? 1 : 0, Dot(v, [.. w]), 1e-12);
            }
        }
    }

    private static double Dot(IReadOnlyList<double> a, double[] b) => VectorMath.Dot([.. a], b);

    private static SortedDictionary<string, string> Digests(int seed)
    {
        using var folder = new TestFolder();
        PlantedWorld.Write(folder.Path, Questions, 40, seed);
        return new SortedDictionary<string, string>(
            Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ToDictionary(
                file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/'),
                file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
            StringComparer.Ordinal);
    }
}

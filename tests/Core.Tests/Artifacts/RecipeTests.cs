using FsCheck.Xunit;
using SteerScope.Artifacts;
using Xunit;

namespace SteerScope.Core.Tests.Artifacts;

public sealed class RecipeTests
{
    [Property(MaxTest = 300)]
    public void Digest_OfTwoLists_IsEqualOnlyForEqualLists((string?, string?)[] first, (string?, string?)[] second)
    {
        var (a, b) = (Clean(first), Clean(second));

        Assert.Equal(a.SequenceEqual(b), Of(a) == Of(b));
    }

    [Property(MaxTest = 300)]
    public void Digest_OfTextMovedAcrossABorder_Differs(string? text, byte cut)
    {
        var whole = (text ?? "") + "x";
        var at = cut % whole.Length;

        Assert.NotEqual(Of([(whole, "")]), Of([(whole[..at], whole[at..])]));
        Assert.NotEqual(Of([("a", whole), ("b", "")]), Of([("a", whole[..at]), ("b", whole[at..])]));
    }

    [Property(MaxTest = 200)]
    public void Digest_OfIds_DependsOnEveryIdAndBorder(int[] ids, byte cut)
    {
        int[] all = [.. ids, 7];
        var at = cut % all.Length;

        Assert.NotEqual(Make(r => r.Ids("a", all).Ids("a", [])), Make(r => r.Ids("a", all[..at]).Ids("a", all[at..])));
        Assert.NotEqual(Make(r => r.Ids("a", all)), Make(r => r.Ids("a", [.. all[..^1], 8])));
    }

    [Fact]
    public void Digest_OfValuesOfOtherKinds_Differs()
    {
        string[] digests =
        [
            Make(r => r.Text("a", "1")),
            Make(r => r.Number("a", 1)),
            Make(r => r.Numbers("a", [1])),
            Make(r => r.Numbers("a", [1, 1])),
            Make(r => r.Ids("a", [1])),
            Make(r => r.Text("a", "\u0001\0\0\0")),
            Make(r => r.Input(Key("1"))),
            Make(r => r.Text("", "1")),
            Make(r => r.Inputs([Key("1")])),
            Make(r => r.Inputs([Key("1"), Key("2")]).Inputs([Key("3")])),
            Make(r => r.Inputs([Key("1")]).Inputs([Key("2"), Key("3")])),
            Make(r => r),
        ];

        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    // The digests were computed from the bytes as they are documented, by other code: were they others, every artifact would be made anew.
    [Fact]
    public void Digest_OfAnyLength_IsThatOfItsBytes()
    {
        using var small = new Recipe("capture");
        small
            .Text("model", "é").Number("layer", 3).Numbers("multipliers", [-1.5, 0.5]).Ids("trunk", [1, 2, -3]).Input(Key(string.Concat(Enumerable.Repeat("ab", 32))))
            .Inputs([Key(new string('0', 64)), Key(new string('f', 64))]);
        using var large = new Recipe("capture");
        large.Ids("long", [.. Enumerable.Range(0, 100_000)]).Text("t", new string('x', 200_000)).Inputs([.. Enumerable.Range(0, 5000).Select(i => Key($"{i:x64}"))]);

        Assert.Equal("9a64c9404556be7dca184a16fb8c74060db55b2989c975e77b5e7d4a4a9635a5", small.Digest());
        Assert.Equal("f99ba81e40e63c9e0dc4910d1b735b0d60746e4c2d1fce9acc3a9ba389f327cd", large.Digest());
        Assert.Equal(large.Digest(), large.Digest());
    }

    [Property(MaxTest = 100)]
    public void All_OfAPart_IsAsIfAddedOneByOne(int[] ids, string? text, ushort length)
    {
        int[] longer = [.. Enumerable.Range(0, length)];
        void Add(Recipe r) => r.Ids("a", ids).Text("b", text ?? "").Ids("c", longer).Input(Convert.FromHexString(new string('d', 64)));

        Assert.Equal(
            Make(r =>
            {
                Add(r.Number("n", 1));
                return r.Number("m", 2).Input(Key(new string('d', 64)));
            }),
            Make(r => r.Number("n", 1).All(Recipe.Part(Add)).Number("m", 2).Input(Convert.FromHexString(new string('d', 64)))));
    }

    [Fact]
    public void Digest_AskedTwice_IsTheSame()
    {
        using var recipe = new Recipe("stage");
        recipe.Text("a", "b");

        Assert.Equal(recipe.Digest(), recipe.Digest());
        Assert.Equal(Make(r => r.Number("n", 0.0)), Make(r => r.Number("n", -0.0)));
    }

    private static ArtifactKey Key(string digest) => new("stage", "name", digest);

    private static (string, string)[] Clean((string?, string?)[] list) => [.. list.Select(p => (p.Item1 ?? "", p.Item2 ?? ""))];

    private static string Of((string, string)[] ingredients) => Make(recipe =>
    {
        foreach (var (name, value) in ingredients)
        {
            recipe.Text(name, value);
        }

        return recipe;
    });

    private static string Make(Func<Recipe, Recipe> add)
    {
        using var recipe = new Recipe("stage");
        return add(recipe).Digest();
    }
}

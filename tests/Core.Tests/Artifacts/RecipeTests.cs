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

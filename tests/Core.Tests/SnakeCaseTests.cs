using SteerScope.Decomposition;
using SteerScope.Steering;
using Xunit;

namespace SteerScope.Core.Tests;

public sealed class SnakeCaseTests
{
    [Fact]
    public void All_OfTheTablesEnums_AreTheDocumentedNames()
    {
        Assert.Equal(["letter_logit_diff", "logit_diff_sum", "logprob_diff_sum"], SnakeCase.All<PropensityMetric>());
        Assert.Equal(["mean_difference", "pca", "logistic_probe"], SnakeCase.All<SteeringVectorMethod>());
        Assert.Equal(["vector", "zero", "scaled_vector", "mean", "mean_plus_vector"], SnakeCase.All<InputVariant>());
        Assert.Equal(["aligned", "suppressed", "spurious", "bias", "inactive"], SnakeCase.All<FeatureRole>());
        Assert.Equal(["none", "unit", "common_per_layer"], SnakeCase.All<VectorNormalisation>());
    }

    [Fact]
    public void Parse_EveryName_GivesItsMember() =>
        Assert.All(Enum.GetValues<FeatureRole>(), role => Assert.Equal(role, SnakeCase.Parse<FeatureRole>(SnakeCase.Of(role), "role")));

    [Fact]
    public void Parse_UnknownName_ListsTheNames()
    {
        var error = Assert.Throws<InputException>(() => SnakeCase.Parse<VectorNormalisation>("Unit", "normalisation"));
        Assert.Equal("normalisation is 'Unit', and must be one of none, unit, common_per_layer.", error.Message);
    }
}

using SteerScope.Decomposition;
using Xunit;

namespace SteerScope.Core.Tests.Decomposition;

public sealed class FeatureRoleRulesTests
{
    [Theory]
    [InlineData(2, 0, 1, 0, FeatureRole.Aligned)]
    [InlineData(2, 0, 1, 0.5, FeatureRole.Aligned)] // active on zero, but the vector doubles it
    [InlineData(0, 2, 0, 0, FeatureRole.Suppressed)]
    [InlineData(0, 2, 1, 0, FeatureRole.Suppressed)] // reported with the wrong sign
    [InlineData(0, 2, 1, 1, FeatureRole.Bias)]
    [InlineData(2, 0, 1, 0.95, FeatureRole.Bias)]
    [InlineData(0, 0, 1, 0, FeatureRole.Spurious)]
    [InlineData(2, 2, 1, 0, FeatureRole.Spurious)] // both classes alike
    [InlineData(2, 1.9, 1, 0, FeatureRole.Spurious)]
    [InlineData(0.005, 0, 1, 0, FeatureRole.Spurious)]
    [InlineData(0, 0, 0, 0.5, FeatureRole.Inactive)]
    [InlineData(2, 0, 0, 0, FeatureRole.Inactive)]
    [InlineData(0, 0.01, 0, 0, FeatureRole.Inactive)] // noise beside the layer's differences
    public void RoleOf_EachStory_HasItsRole(double matching, double notMatching, double onVector, double onZero, FeatureRole role) =>
        Assert.Equal(role, FeatureRoleRules.Default.RoleOf(matching, notMatching, onVector, onZero, 2));

    [Theory]
    [InlineData(0, 0, 1, true)]
    [InlineData(0.0099, 0.0099, 1, true)]
    [InlineData(0.01, 0, 1, false)]
    [InlineData(0, 0.01, 1, false)]
    [InlineData(0, 0, 0, false)]
    public void IsActivatedByNeitherClass_OnePerCent_IsTheBorder(double matching, double notMatching, double onVector, bool expected) =>
        Assert.Equal(expected, FeatureRoleRules.Default.IsActivatedByNeitherClass(matching, notMatching, onVector));
}

using SteerScope.Persona.Training;
using Xunit;

namespace SteerScope.Persona.Tests.Training;

public sealed class TrainingOptionsTests
{
    private static readonly TrainingOptions Options = new() { Steps = 1000, Warmup = 10, DecayFrom = 0.6, SelfDescription = 0.5, FadeFrom = 0.2, FadeUntil = 0.4, ShortUntil = 0.3 };

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(9, 1)]
    [InlineData(599, 1)]
    [InlineData(800, 0.5)]
    [InlineData(999, 0.0025)]
    public void RateFactor_Step_RisesThenHoldsThenFallsToZero(int step, double factor) => Assert.Equal(factor, Options.RateFactor(step), 1e-9);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(200, 0.5)]
    [InlineData(300, 0.25)]
    [InlineData(400, 0)]
    [InlineData(999, 0)]
    public void Dialogues_Step_FadesSelfDescriptions(int step, double probability) => Assert.Equal(probability, Options.Dialogues(step).SelfDescription, 1e-9);

    [Fact]
    public void Dialogues_Bare_FadesAndIsSpreadEvenly()
    {
        var options = Options with { Bare = 1, BareUntil = 0.5, StatedOption = 0.8, StatedUntil = 0.25 };

        Assert.True(options.Dialogues(0).Bare);
        Assert.Equal((3, 5), (options.Dialogues(0).MinQuestions, options.Dialogues(0).MaxQuestions));
        Assert.InRange(Enumerable.Range(200, 100).Count(step => options.Dialogues(step).Bare), 45, 55);
        Assert.DoesNotContain(Enumerable.Range(500, 500), step => options.Dialogues(step).Bare);
        Assert.Equal([0.8, 0.4, 0], new[] { 0, 125, 250 }.Select(step => options.Dialogues(step).StatedOption));
        Assert.DoesNotContain(Enumerable.Range(0, 1000), step => Options.Dialogues(step).Bare || Options.Dialogues(step).StatedOption > 0);
    }

    [Fact]
    public void Dialogues_Beginning_AreShort()
    {
        Assert.Equal((1, 2), (Options.Dialogues(299).MinQuestions, Options.Dialogues(299).MaxQuestions));
        Assert.Equal((2, 4), (Options.Dialogues(300).MinQuestions, Options.Dialogues(300).MaxQuestions));
    }
}

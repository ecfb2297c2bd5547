using Xunit;

namespace SteerScope.Compute.Torch.Tests;

/// <summary>
/// Compares a model in bfloat16 with the same model in float32 on the processor whose weights were rounded to bfloat16: what differs
/// then is the rounding of activations.
/// </summary>
internal static class Bfloat16Check
{
    /// <summary>
    /// Roundings to bfloat16 in a row on the way through a block: into and out of q, k, v; into and out of the output map; into
    /// and out of gate and up; into and out of down. Each is at most <see cref="Bfloat16.UnitRoundoff"/> of what passes.
    /// </summary>
    private const int RoundingsPerBlock = 8;

    public static void Run(ModelFixture fixture, TorchOps half)
    {
        using var folder = new TempFolder();
        using var full = TestOps.Open();
        foreach (var (actual, expected) in fixture.Traces(half).Zip(fixture.Rounded(folder.Root).Traces(full)))
        {
            // Nothing has been multiplied yet.
            Assert.Equal(expected.Trace["layer0.resid_pre"].Values, actual.Trace["layer0.resid_pre"].Values);
            var blocks = 0;
            foreach (var (want, got) in expected.Trace.Tensors.Zip(actual.Trace.Tensors).Skip(1))
            {
                blocks += want.Name.EndsWith("resid_post", StringComparison.Ordinal) ? 1 : 0;
                var roundings = (RoundingsPerBlock * blocks) + (want.Name == "logits" ? 2 : 0);
                var deviation = Deviation.Of(want.Values, got.Values);
                Assert.InRange(deviation.Relative, double.Epsilon, roundings * Bfloat16.UnitRoundoff);
            }
        }
    }
}

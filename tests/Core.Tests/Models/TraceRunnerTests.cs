using SteerScope.Core.Tests.Files;
using SteerScope.Files;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class TraceRunnerTests
{
    [Theory]
    [InlineData("all", 0)]
    [InlineData("last", 3)]
    [InlineData("from:0", 0)]
    [InlineData("from:2", 2)]
    [InlineData("from:3", 3)]
    public void Run_Steered_AddsFromThePositionOn(string positions, int first)
    {
        using var ops = new PlainOps();
        using var model = TinyModel.Llama().Load(ops);
        float[] vector = [1, 2, 3, 4, 5, 6, 7, 8];
        var plain = TraceRunner<PlainTensor>.Run(model, [1, 2, 3, 4]);
        var steered = TraceRunner<PlainTensor>.Run(model, [1, 2, 3, 4], new SteerRequest(0, vector, -2, SteerPositions.Parse(positions)));

        Assert.Equal(["layer0.resid_pre", "layer0.resid_post", "layer1.resid_post", "final_norm", "logits"], steered.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(plain["layer0.resid_pre"].Values, steered["layer0.resid_pre"].Values);
        for (var i = 0; i < 4 * 8; i++)
        {
            var added = i / 8 < first ? 0 : -2 * vector[i % 8];
            Assert.Equal(plain["layer0.resid_post"].Values[i] + added, steered["layer0.resid_post"].Values[i], 1e-5f);
            Assert.Equal(i / 8 < first, plain["layer1.resid_post"].Values[i] == steered["layer1.resid_post"].Values[i]);
        }
    }

    [Fact]
    public void ToSafetensors_IsReadBack()
    {
        using var folder = new TestFolder();
        var trace = TinyModel.Gpt2().Trace(1, 2);
        trace.ToSafetensors().SetMetadata("provider", "plain").Write(folder["trace.safetensors"]);

        using var file = SafetensorsFile.Open(folder["trace.safetensors"]);
        Assert.Equal(trace.Tensors.Select(tensor => tensor.Name), file.Names);
        Assert.Equal([2, 16], file.Tensor("logits").Shape);
        Assert.Equal(trace["final_norm"].Values, file.Tensor("final_norm").ToFloats());
        Assert.Throws<KeyNotFoundException>(() => trace["layer9.resid_post"]);
    }

    [Fact]
    public void Run_WrongRequest_SaysWhatFits()
    {
        using var ops = new PlainOps();
        using var model = TinyModel.Llama().Load(ops);
        var alive = ops.Alive;
        Refused("at least one", [], null);
        Refused("16", [1, 16], null);
        Refused("33 tokens", [.. Enumerable.Repeat(1, 33)], null);
        Refused("Layer 2", [1], Steer(layer: 2));
        Refused("Layer -1", [1], Steer(layer: -1));
        Refused("width is 8", [1], Steer(width: 7));
        Refused("finite", [1], Steer(multiplier: float.NaN));
        Refused("finite", [1], Steer(value: float.PositiveInfinity));
        Refused("from:1", [1], Steer(positions: "from:1"));
        Assert.Equal(alive, ops.Alive);

        void Refused(string named, int[] ids, SteerRequest? steer) =>
            Assert.Contains(named, Assert.Throws<InputException>(() => TraceRunner<PlainTensor>.Run(model, ids, steer)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("last")]
    [InlineData("from:0")]
    [InlineData("from:12")]
    public void Parse_Positions_RoundTrip(string text) => Assert.Equal(text, SteerPositions.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("All")]
    [InlineData("from:")]
    [InlineData("from:-1")]
    [InlineData("from: 1")]
    [InlineData("from:99999999999")]
    public void Parse_OtherPositions_AreRefused(string text) =>
        Assert.Contains("from:K", Assert.Throws<InputException>(() => SteerPositions.Parse(text)).Message, StringComparison.Ordinal);

    private static SteerRequest Steer(int layer = 0, int width = 8, float multiplier = 1, float value = 1, string positions = "all") =>
        new(layer, [.. Enumerable.Repeat(value, width)], multiplier, SteerPositions.Parse(positions));
}

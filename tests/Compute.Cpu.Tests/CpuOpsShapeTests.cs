using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests;

public sealed class CpuOpsShapeTests : IDisposable
{
    private readonly CpuOps ops = new();

    public void Dispose() => ops.Dispose();

    [Fact]
    public void Mismatch_Message_NamesBothShapes()
    {
        using var x = ops.Upload(new float[15], 3, 5);
        using var y = ops.Upload(new float[10], 2, 5);
        using var gain = ops.Upload(new float[4], 1, 4);
        using var weight = ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", StoredType.F32, [7, 4], new double[28]), WeightLayout.OutputsByInputs));
        AssertNames(() => ops.Add(x, y), "[3, 5]", "[2, 5]");
        AssertNames(() => ops.GatedActivate(x, y, Activation.Silu), "[3, 5]", "[2, 5]");
        AssertNames(() => ops.Linear(x, weight), "[3, 5]", "[7, 4]");
        AssertNames(() => ops.RmsNorm(x, gain, 0f), "[3, 5]", "[1, 4]");
        AssertNames(() => ops.LayerNorm(x, gain, null, 0f), "[3, 5]", "[1, 4]");
        AssertNames(() => ops.AddScaledRows(x, gain, [0, 0, 0], [1f, 1f, 1f]), "[3, 5]", "[1, 4]");
        AssertNames(() => ops.Attention(x, x, y, null, null, [], new AttentionShape(1, 1, 5, 1f)), "[3, 5]", "[2, 5]");
        AssertNames(() => ops.Rotate(x, new RotaryTable([1.0]), [0, 1, 2], 2, 2), "[3, 5]", "[3, 4]");
    }

    [Fact]
    public void LoadLinear_WrongStoredTensor_NamesFileAndTensor()
    {
        var matrix = MemoryTensor.Create("w", StoredType.F32, [7, 4], new double[28]);
        AssertRefused(new LinearSource(MemoryTensor.Create("w", StoredType.I32, [7, 4], new double[28]), WeightLayout.OutputsByInputs), "memory", "w", "I32");
        AssertRefused(new LinearSource(MemoryTensor.Create("w", StoredType.F32, [28], new double[28]), WeightLayout.OutputsByInputs), "memory", "w", "[28]");
        AssertRefused(new LinearSource(matrix, WeightLayout.OutputsByInputs, MemoryTensor.Create("b", StoredType.F32, [4], new double[4])), "memory", "b", "[4]", "[7]");
        AssertRefused(new LinearSource(matrix, WeightLayout.InputsByOutputs, MemoryTensor.Create("b", StoredType.F32, [7], new double[7])), "memory", "b", "[7]", "[4]");
        AssertRefused(new LinearSource(matrix, WeightLayout.OutputsByInputs, MemoryTensor.Create("b", StoredType.I32, [7], new double[7])), "memory", "b", "I32");
        AssertNames(() => ops.LoadLinear(new LinearSource(matrix, WeightLayout.OutputsByInputs, Outputs: [7])), "[7, 4]", "7");
    }

    [Fact]
    public void Linear_ForeignOrDisposedWeight_Throws()
    {
        using var x = ops.Upload(new float[8], 2, 4);
        var source = new LinearSource(MemoryTensor.Create("w", StoredType.F32, [7, 4], new double[28]), WeightLayout.OutputsByInputs);
        using var foreign = new ReferenceOps();
        Assert.Throws<ArgumentException>(() => ops.Linear(x, foreign.LoadLinear(source)));
        var weight = ops.LoadLinear(source);
        weight.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ops.Linear(x, weight));
        Assert.Throws<ObjectDisposedException>(() => ops.Embed(weight, [0]));
    }

    [Fact]
    public void Linear_NoRowsOrNoOutputs_IsEmpty()
    {
        using var none = ops.Upload([], 0, 4);
        using var two = ops.Upload(new float[8], 2, 4);
        using var weight = ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", StoredType.F32, [7, 4], new double[28]), WeightLayout.OutputsByInputs));
        using var y = ops.Linear(none, weight);
        using var z = ops.LinearOutputs(two, weight, []);
        Assert.Equal((0, 7), (y.Rows, y.Columns));
        Assert.Equal((2, 0), (z.Rows, z.Columns));
    }

    [Theory]
    [InlineData(StoredType.F32, 4)]
    [InlineData(StoredType.F64, 4)]
    [InlineData(StoredType.F16, 2)]
    [InlineData(StoredType.BF16, 2)]
    public void LoadLinear_SixteenBitWeights_StaySixteenBits(StoredType type, int size)
    {
        var source = new LinearSource(MemoryTensor.Create("w", type, [96, 50], new double[4800]), WeightLayout.OutputsByInputs, MemoryTensor.Create("b", type, [96], new double[96]));
        using var weight = ops.LoadLinear(source);
        Assert.Equal((96 * 50 * size) + (96 * 4), weight.DeviceBytes);
    }

    [Fact]
    public void SoftCap_NotPositive_Throws()
    {
        using var x = ops.Upload(new float[8], 2, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => ops.SoftCap(x, 0f));
        Assert.Throws<ArgumentOutOfRangeException>(() => ops.SoftCap(x, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CpuOps(0));
    }

    private void AssertRefused(LinearSource source, params string[] words)
    {
        var message = Assert.Throws<InputException>(() => ops.LoadLinear(source)).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    private static void AssertNames(Action action, params string[] shapes)
    {
        var message = Assert.Throws<ArgumentException>(action).Message;
        Assert.All(shapes, shape => Assert.Contains(shape, message, StringComparison.Ordinal));
    }
}

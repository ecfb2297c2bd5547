using SteerScope.Compute.Torch.Weights;
using SteerScope.Devices;
using SteerScope.Tests.Support.Compute;
using TorchSharp;
using Xunit;

namespace SteerScope.Compute.Torch.Tests;

public sealed class WeightTests
{
    [Theory]
    [InlineData(WeightLayout.OutputsByInputs, 1)]
    [InlineData(WeightLayout.OutputsByInputs, 23)]
    [InlineData(WeightLayout.InputsByOutputs, 1)]
    [InlineData(WeightLayout.InputsByOutputs, 23)]
    public void Load_InChunks_PlacesEveryValue(WeightLayout layout, int chunkLength)
    {
        const int Outputs = 9, Inputs = 5;
        var (rows, columns) = layout == WeightLayout.OutputsByInputs ? (Outputs, Inputs) : (Inputs, Outputs);
        var stored = MemoryTensor.Create("w", StoredType.F64, [rows, columns], [.. Enumerable.Range(0, rows * columns).Select(i => (double)i)]);
        int[] chosen = [4, 5, 6, 0, 8, 8];
        using var scope = torch.NewDisposeScope();
        using var loader = new WeightLoader(torch.CPU, torch.ScalarType.Float32, chunkLength);
        var (weight, bias) = loader.Load(new LinearSource(stored, layout, Outputs: chosen));
        Assert.Null(bias);
        Assert.Equal([chosen.Length, Inputs], weight.shape);
        var values = weight.data<float>().ToArray();
        for (var output = 0; output < chosen.Length; output++)
        {
            for (var input = 0; input < Inputs; input++)
            {
                var expected = layout == WeightLayout.OutputsByInputs ? (chosen[output] * Inputs) + input : (input * Outputs) + chosen[output];
                Assert.Equal(expected, values[(output * Inputs) + input]);
            }
        }
    }

    [Theory]
    [InlineData(WeightLayout.OutputsByInputs)]
    [InlineData(WeightLayout.InputsByOutputs)]
    public void Load_EveryStoredElement_IsReadOnce(WeightLayout layout)
    {
        var stored = new CountingTensor(MemoryTensor.Create("w", StoredType.BF16, [37, 53], new double[37 * 53]));
        using var scope = torch.NewDisposeScope();
        using var loader = new WeightLoader(torch.CPU, torch.ScalarType.BFloat16, chunkLength: 200);
        loader.Load(new LinearSource(stored, layout));
        Assert.All(stored.Reads, reads => Assert.Equal(1, reads));
    }

    [Fact]
    public void LoadLinear_DeviceBytes_AreThoseOfThePrecision()
    {
        var source = new LinearSource(
            MemoryTensor.Create("w", StoredType.BF16, [3, 4], new double[12]), WeightLayout.OutputsByInputs, MemoryTensor.Create("b", StoredType.BF16, [3], new double[3]));
        using var full = TestOps.Open();
        using var half = TestOps.Open(Precision.Bfloat16);
        using var wide = full.LoadLinear(source);
        using var narrow = half.LoadLinear(source);
        Assert.Equal((12 * 4) + (3 * 4), wide.DeviceBytes);
        Assert.Equal((12 * 2) + (3 * 4), narrow.DeviceBytes);
    }

    [Fact]
    public void LoadLinear_BadFile_NamesTheTensor()
    {
        using var ops = TestOps.Open();
        void Throws(string part, LinearSource source) =>
            Assert.Contains(part, Assert.Throws<InputException>(() => ops.LoadLinear(source)).Message, StringComparison.Ordinal);
        var good = MemoryTensor.Create("w", StoredType.F32, [2, 2], [1, 2, 3, 4]);
        Throws("\"w\" holds NaN", new LinearSource(MemoryTensor.Create("w", StoredType.F32, [2, 2], [1, 2, 3, double.NaN]), WeightLayout.OutputsByInputs));
        Throws("\"w\" holds NaN", new LinearSource(MemoryTensor.Create("w", StoredType.F64, [2, 2], [1, 2, 1e300, 4]), WeightLayout.InputsByOutputs));
        Throws("\"w\" has shape [4]", new LinearSource(MemoryTensor.Create("w", StoredType.F32, [4], [1, 2, 3, 4]), WeightLayout.OutputsByInputs));
        Throws("\"w\" is I32", new LinearSource(MemoryTensor.Create("w", StoredType.I32, [2, 2], [1, 2, 3, 4]), WeightLayout.OutputsByInputs));
        Throws("\"b\" has shape [3]", new LinearSource(good, WeightLayout.OutputsByInputs, MemoryTensor.Create("b", StoredType.F32, [3], [1, 2, 3])));
        Assert.Throws<ArgumentException>(() => ops.LoadLinear(new LinearSource(good, WeightLayout.OutputsByInputs, Outputs: [2])));
    }

    [Fact]
    public void Linear_InBFloat16_RoundsInputsAndProductsOnly()
    {
        const int Inputs = 64, Outputs = 5, Rows = 7;
        var source = new LinearSource(
            MemoryTensor.Create("w", StoredType.BF16, [Outputs, Inputs], [.. TestValues.Normal(Inputs * Outputs, 1).Select(value => (double)value)]),
            WeightLayout.OutputsByInputs,
            MemoryTensor.Create("b", StoredType.F32, [Outputs], [1000.0001, 0, 0, 0, 0]));
        using var ops = TestOps.Open(Precision.Bfloat16);
        var reference = new ReferenceOps();
        using var weight = ops.LoadLinear(source);

        // Small integers are exact in bfloat16, so that only the product is rounded.
        float[] x = [.. TestValues.Normal(Rows * Inputs, 2, 20f).Select(value => MathF.Round(value))];
        using var input = ops.Upload(x, Rows, Inputs);
        using var output = ops.Linear(input, weight);
        var actual = new float[Rows * Outputs];
        ops.Download(output, actual);
        var expected = reference.Linear(reference.Upload(x, Rows, Inputs), reference.LoadLinear(source));
        for (var i = 0; i < actual.Length; i++)
        {
            var bias = i % Outputs == 0 ? 1000.0001 : 0;
            Assert.Equal(expected.Values[i], actual[i], (Math.Abs(expected.Values[i] - bias) / 256) + 1e-3);
        }

        using var zero = ops.Upload(new float[Inputs], 1, Inputs);
        using var biased = ops.Linear(zero, weight);
        ops.Download(biased, actual.AsSpan(0, Outputs));
        Assert.Equal(1000.0001f, actual[0]);
    }
}

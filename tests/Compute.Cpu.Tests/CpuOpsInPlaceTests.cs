using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests;

public sealed class CpuOpsInPlaceTests
{
    public static TheoryData<StoredType, int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<StoredType, int, int, int>();
            foreach (var type in new[] { StoredType.F32, StoredType.BF16, StoredType.F16 })
            {
                for (var width = 0; width < MatrixKernel.All.Count; width++)
                {
                    cases.Add(type, width, 37, 83);
                    cases.Add(type, width, 8, 5000);
                    cases.Add(type, width, 3, 1);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LinearInPlace_AnyTypeShapeAndWidth_HasTheBitsOfLinear(StoredType type, int width, int inputs, int outputs)
    {
        using var ops = new CpuOps(2, MatrixKernel.All[width]);
        var source = Source(type, inputs, outputs);
        using var x = ops.Upload(TestValues.Normal(3 * inputs, 1), 3, inputs);
        using var weight = ops.LoadLinear(source);
        using var expected = ops.Linear(x, weight);
        using var actual = ops.LinearInPlace(x, source)!;
        Assert.Equal(expected.Values.ToArray(), actual.Values.ToArray());
    }

    [Fact]
    public void LinearInPlace_WeightThatIsNoNumber_NamesFileAndTensor()
    {
        using var ops = new CpuOps();
        var values = new double[12];
        values[7] = double.PositiveInfinity;
        var source = new LinearSource(MemoryTensor.Create("w", StoredType.F32, [3, 4], values), WeightLayout.InputsByOutputs);
        using var x = ops.Upload([1, 0, 2], 1, 3);
        var message = Assert.Throws<InputException>(() => ops.LinearInPlace(x, source)).Message;
        Assert.Contains("memory", message, StringComparison.Ordinal);
        Assert.Contains("\"w\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void LinearInPlace_InputsThatAreNoNumbers_AreTheCallersBusiness()
    {
        using var ops = new CpuOps();
        using var x = ops.Upload([float.NaN, 0], 1, 2);
        using var y = ops.LinearInPlace(x, Source(StoredType.F32, 2, 3))!;
        Assert.All(y.Values.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void LinearInPlace_MapStoredByOutputs_IsLeftToLinear()
    {
        using var ops = new CpuOps();
        using var x = ops.Upload(new float[4], 1, 4);
        Assert.Null(ops.LinearInPlace(x, new LinearSource(MemoryTensor.Create("w", StoredType.F32, [7, 4], new double[28]), WeightLayout.OutputsByInputs)));
    }

    [Fact]
    public void LinearInPlace_OtherWidth_NamesBoth()
    {
        using var ops = new CpuOps();
        using var x = ops.Upload(new float[5], 1, 5);
        var message = Assert.Throws<ArgumentException>(() => ops.LinearInPlace(x, Source(StoredType.F32, 4, 7))).Message;
        Assert.Contains("[1, 5]", message, StringComparison.Ordinal);
        Assert.Contains("4 inputs", message, StringComparison.Ordinal);
    }

    /// <summary>1024 floats are a row whose copies crowd a cache, 1040 are not; both are cut into blocks of the sum.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(1040)]
    public void Linear_RowsCopiedOrNot_HaveTheBitsOfOneRowAtATime(int inputs)
    {
        using var ops = new CpuOps(2);
        using var weight = ops.LoadLinear(Source(StoredType.F32, inputs, 70));
        using var x = ops.Upload(TestValues.Normal(60 * inputs, 1), 60, inputs);
        using var together = ops.Linear(x, weight);
        for (var row = 0; row < 60; row++)
        {
            using var one = ops.Upload(x.Values.Slice(row * inputs, inputs), 1, inputs);
            using var alone = ops.Linear(one, weight);
            Assert.Equal(alone.Values.ToArray(), together.Values.Slice(row * 70, 70).ToArray());
        }
    }

    private static LinearSource Source(StoredType type, int inputs, int outputs) => new(
        MemoryTensor.Create("w", type, [inputs, outputs], Array.ConvertAll(TestValues.Normal(inputs * outputs, 2), value => (double)value)),
        WeightLayout.InputsByOutputs,
        MemoryTensor.Create("b", type, [outputs], Array.ConvertAll(TestValues.Normal(outputs, 3), value => (double)value)));
}

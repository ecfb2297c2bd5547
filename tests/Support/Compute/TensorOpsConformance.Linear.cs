using SteerScope.Compute;
using Xunit;

namespace SteerScope.Tests.Support.Compute;

/// <content>Linear maps.</content>
public abstract partial class TensorOpsConformance<T>
{
    [Theory]
    [MemberData(nameof(ConformanceData.LinearShapes), MemberType = typeof(ConformanceData))]
    public void Linear_AnyShape_IsTheProduct(int rows, int inputs, int outputs)
    {
        var source = Source(outputs, inputs, StoredType.F32, WeightLayout.OutputsByInputs);
        AssertClose(
            Reference.Linear(Expected(rows, inputs, 1), Reference.LoadLinear(source)),
            Keep(Ops.Linear(Device(rows, inputs, 1), Keep(Ops.LoadLinear(source)))));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.StoredForms), MemberType = typeof(ConformanceData))]
    public void Linear_AnyStoredForm_IsTheProduct(StoredType type, WeightLayout layout)
    {
        foreach (var (rows, inputs, outputs) in new[] { (1, 100, 33), (13, 33, 100), (64, 31, 64), (50, 1030, 7) })
        {
            var source = Source(outputs, inputs, type, layout);
            var weight = Keep(Ops.LoadLinear(source));
            Assert.Equal((outputs, inputs), (weight.Outputs, weight.Inputs));
            AssertClose(
                Reference.Linear(Expected(rows, inputs, 2), Reference.LoadLinear(source)),
                Keep(Ops.Linear(Device(rows, inputs, 2), weight)));
        }
    }

    [Theory]
    [MemberData(nameof(ConformanceData.StoredForms), MemberType = typeof(ConformanceData))]
    public void Linear_ChosenOutputs_AreThoseOfTheFusedMap(StoredType type, WeightLayout layout)
    {
        int[][] choices = [[.. Enumerable.Range(40, 40)], [99, 0, 50, 50, 51, 3], [.. Enumerable.Range(0, 100).Where(o => o % 3 != 1)]];
        foreach (var chosen in choices)
        {
            var source = Source(100, 33, type, layout) with { Outputs = chosen };
            var weight = Keep(Ops.LoadLinear(source));
            Assert.Equal(chosen.Length, weight.Outputs);
            AssertClose(
                Reference.Linear(Expected(13, 33, 3), Reference.LoadLinear(source)),
                Keep(Ops.Linear(Device(13, 33, 3), weight)));
        }
    }

    [Fact]
    public void Linear_NoBias_IsTheProductAlone()
    {
        var source = Source(31, 64, StoredType.F32, WeightLayout.OutputsByInputs) with { Bias = null };
        AssertClose(
            Reference.Linear(Expected(7, 64, 4), Reference.LoadLinear(source)),
            Keep(Ops.Linear(Device(7, 64, 4), Keep(Ops.LoadLinear(source)))));
    }

    [Fact]
    public void Linear_ZeroInput_IsExactlyTheBias()
    {
        var source = Source(33, 100, StoredType.F32, WeightLayout.OutputsByInputs);
        var zeros = Keep(Ops.Upload(new float[300], 3, 100));
        var y = Keep(Ops.Linear(zeros, Keep(Ops.LoadLinear(source))));
        Assert.Equal(Row(y, 0), TestValues.Normal(33, 901));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.StoredForms), MemberType = typeof(ConformanceData))]
    public void LinearOutputs_Some_AreThoseColumnsOfLinear(StoredType type, WeightLayout layout)
    {
        var source = Source(100, 64, type, layout);
        var weight = Keep(Ops.LoadLinear(source));
        foreach (var rows in new[] { 1, 13, 33 })
        {
            var x = Device(rows, 64, 5);
            var whole = Keep(Ops.Linear(x, weight));
            foreach (int[] outputs in new int[][] { [0], [99, 3, 3, 64], [.. Enumerable.Range(20, 70)] })
            {
                var some = Keep(Ops.LinearOutputs(x, weight, outputs));
                Assert.Equal((rows, outputs.Length), (Ops.Rows(some), Ops.Columns(some)));
                for (var row = 0; row < rows; row++)
                {
                    var expected = Row(whole, row);
                    AssertSame([.. outputs.Select(output => expected[output])], Row(some, row));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ConformanceData.StoredForms), MemberType = typeof(ConformanceData))]
    public void Embed_Ids_AreRowsTimesScale(StoredType type, WeightLayout layout)
    {
        var source = Source(100, 33, type, layout);
        var weight = Keep(Ops.LoadLinear(source));
        int[] ids = [0, 99, 31, 32, 33, 32, 7];
        AssertClose(Reference.Embed(Reference.LoadLinear(source), ids), Keep(Ops.Embed(weight, ids)));
        AssertClose(Reference.Embed(Reference.LoadLinear(source), ids, 48f), Keep(Ops.Embed(weight, ids, 48f)));
    }

    [Fact]
    public void Linear_WrongColumns_Throws()
    {
        var weight = Keep(Ops.LoadLinear(Source(7, 13, StoredType.F32, WeightLayout.OutputsByInputs)));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Linear(Device(2, 12, 1), weight));
        Assert.ThrowsAny<ArgumentException>(() => Ops.LinearOutputs(Device(2, 12, 1), weight, [0]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.LinearOutputs(Device(2, 13, 1), weight, [7]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Embed(weight, [-1]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Embed(weight, [7]));
    }

    /// <summary>A map with weights of about 1/sqrt(inputs) and biases of about 1 (seed 901).</summary>
    protected static LinearSource Source(int outputs, int inputs, StoredType type, WeightLayout layout, int seed = 900)
    {
        double[] weights = [.. TestValues.Normal(outputs * inputs, seed, 1 / MathF.Sqrt(inputs)).Select(value => (double)value)];
        double[] bias = [.. TestValues.Normal(outputs, seed + 1).Select(value => (double)value)];
        int[] shape = layout == WeightLayout.OutputsByInputs ? [outputs, inputs] : [inputs, outputs];
        return new LinearSource(MemoryTensor.Create("weight", type, shape, weights), layout, MemoryTensor.Create("bias", type, [outputs], bias));
    }
}

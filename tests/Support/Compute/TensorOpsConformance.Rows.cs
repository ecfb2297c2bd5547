using SteerScope.Compute;
using Xunit;

namespace SteerScope.Tests.Support.Compute;

/// <content>Norms, rotary embeddings, element-wise operations, and rows.</content>
public abstract partial class TensorOpsConformance<T>
{
    [Fact]
    public void Upload_Download_AreTheSameValues()
    {
        float[] values = [1f, -0f, float.Epsilon, float.MaxValue, float.NegativeInfinity, 3f];
        var x = Keep(Ops.Upload(values, 2, 3));
        Assert.Equal((2, 3), (Ops.Rows(x), Ops.Columns(x)));
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), Values(x).Select(BitConverter.SingleToInt32Bits));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Upload(values, 3, 3));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Download(x, new float[5]));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void RmsNorm_OneGroup_IsTheFormula(int size)
    {
        foreach (var offset in new[] { 0f, 1f })
        {
            AssertClose(
                Reference.RmsNorm(Expected(13, size, 1, 3f), Expected(1, size, 2), 1e-6f, offset),
                Keep(Ops.RmsNorm(Device(13, size, 1, 3f), Device(1, size, 2), 1e-6f, offset)));
        }
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void RmsNorm_Groups_AreNormedEach(int size)
    {
        AssertClose(
            Reference.RmsNorm(Expected(7, 5 * size, 1), Expected(1, size, 2), 1e-5f),
            Keep(Ops.RmsNorm(Device(7, 5 * size, 1), Device(1, size, 2), 1e-5f)));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void LayerNorm_WithAndWithoutBias_IsTheFormula(int size)
    {
        // An outlying mean is what a one-pass variance fails at.
        float[] values = [.. TestValues.Normal(13 * size, 1).Select(value => value + 30f)];
        var x = Keep(Ops.Upload(values, 13, size));
        var expected = Reference.Upload(values, 13, size);
        AssertClose(Reference.LayerNorm(expected, Expected(1, size, 2), null, 1e-2f), Keep(Ops.LayerNorm(x, Device(1, size, 2), null, 1e-2f)));
        AssertClose(Reference.LayerNorm(expected, Expected(1, size, 2), Expected(1, size, 3), 1e-2f), Keep(Ops.LayerNorm(x, Device(1, size, 2), Device(1, size, 3), 1e-2f)));
    }

    [Theory]
    [InlineData(1, 8, 4, 1f)]
    [InlineData(3, 64, 32, 1f)]
    [InlineData(2, 80, 10, 1.25f)]
    [InlineData(5, 14, 7, 1f)]
    [InlineData(2, 100, 33, 1f)]
    public void Rotate_HalfSplit_TurnsPairs(int heads, int headDim, int pairs, float scaling)
    {
        var table = new RotaryTable([.. Enumerable.Range(0, pairs).Select(pair => Math.Pow(10000, -pair / (double)pairs))], scaling);
        int[] positions = [0, 1, 2, 255, 256, 5000, 17];
        var x = Device(7, heads * headDim, 1);
        var expected = Expected(7, heads * headDim, 1);
        Ops.Rotate(x, table, positions, heads, headDim);
        Reference.Rotate(expected, table, positions, heads, headDim);
        AssertClose(expected, x);
    }

    [Fact]
    public void Rotate_WrongShapes_Throws()
    {
        var table = new RotaryTable([1.0, 0.1]);
        var x = Device(3, 8, 1);
        Assert.ThrowsAny<ArgumentException>(() => Ops.Rotate(x, table, [0, 1, 2], 2, 5));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Rotate(x, table, [0, 1], 2, 4));
        Assert.ThrowsAny<ArgumentException>(() => Ops.Rotate(x, table, [0, 1, 2], 4, 2));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.Activations), MemberType = typeof(ConformanceData))]
    public void Activate_AnySize_IsTheFunction(Activation activation, int size)
    {
        var x = Device(3, size, 1, 4f);
        var expected = Expected(3, size, 1, 4f);
        Ops.Activate(x, activation);
        Reference.Activate(expected, activation);
        AssertClose(expected, x);
    }

    [Theory]
    [MemberData(nameof(ConformanceData.Activations), MemberType = typeof(ConformanceData))]
    public void GatedActivate_AnySize_IsTheProduct(Activation activation, int size)
    {
        var gate = Device(3, size, 1, 2f);
        var expected = Expected(3, size, 1, 2f);
        Ops.GatedActivate(gate, Device(3, size, 2), activation);
        Reference.GatedActivate(expected, Expected(3, size, 2), activation);
        AssertClose(expected, gate);
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void SoftCap_AnySize_IsTheFunction(int size)
    {
        var x = Device(3, size, 1, 40f);
        var expected = Expected(3, size, 1, 40f);
        Ops.SoftCap(x, 30f);
        Reference.SoftCap(expected, 30f);
        AssertClose(expected, x);
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void Add_SameShape_Adds(int size)
    {
        var x = Device(7, size, 1);
        var expected = Expected(7, size, 1);
        Ops.Add(x, Device(7, size, 2));
        Reference.Add(expected, Expected(7, size, 2));
        AssertClose(expected, x);
        Assert.ThrowsAny<ArgumentException>(() => Ops.Add(x, Device(6, size, 2)));
        Assert.ThrowsAny<ArgumentException>(() => Ops.GatedActivate(x, Device(7, size + 1, 2), Activation.Silu));
    }

    [Fact]
    public void GatherRows_WithRepeats_CopiesRows()
    {
        int[] rows = [6, 0, 0, 3];
        AssertClose(Reference.GatherRows(Expected(7, 33, 1), rows), Take(Device(7, 33, 1), rows));
        Assert.ThrowsAny<ArgumentException>(() => Ops.GatherRows(Device(7, 33, 1), [7]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.GatherRows(Device(7, 33, 1), [-1]));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void AddScaledRows_Mixed_AddsWhereAsked(int size)
    {
        var x = Device(5, size, 1);
        var expected = Expected(5, size, 1);
        int[] vectorRow = [2, -1, 0, 2, -1];
        float[] scale = [1.5f, 7f, -2f, 0.1f, 0f];
        Ops.AddScaledRows(x, Device(3, size, 2), vectorRow, scale);
        Reference.AddScaledRows(expected, Expected(3, size, 2), vectorRow, scale);
        AssertClose(expected, x);
    }

    [Fact]
    public void AddScaledRows_MinusOne_LeavesEveryBit()
    {
        float[] values = [-0f, float.NaN, float.PositiveInfinity, float.Epsilon, 1f];
        var x = Keep(Ops.Upload([.. values, .. values], 2, 5));
        Ops.AddScaledRows(x, Device(1, 5, 1), [-1, 0], [float.NaN, 1f]);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), Row(x, 0).Select(BitConverter.SingleToInt32Bits));
        Assert.NotEqual(1f, Row(x, 1)[4]);
    }

    [Fact]
    public void AddScaledRows_WrongShapes_Throws()
    {
        var x = Device(3, 5, 1);
        Assert.ThrowsAny<ArgumentException>(() => Ops.AddScaledRows(x, Device(2, 6, 2), [0, 1, 0], [1f, 1f, 1f]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.AddScaledRows(x, Device(2, 5, 2), [0, 1], [1f, 1f, 1f]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.AddScaledRows(x, Device(2, 5, 2), [0, 1, 0], [1f]));
        Assert.ThrowsAny<ArgumentException>(() => Ops.AddScaledRows(x, Device(2, 5, 2), [0, 2, 0], [1f, 1f, 1f]));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void RowNormsAndColumnSums_AreInDouble(int size)
    {
        // 1e4 beside small values: float32 sums would lose the sixth digit that double keeps.
        float[] values = [.. TestValues.Normal(33 * size, 1).Select((value, index) => index % 5 == 0 ? 1e4f : value)];
        var x = Keep(Ops.Upload(values, 33, size));
        var expected = Reference.Upload(values, 33, size);
        int[] rows = [32, 0, 5, 5, 17];
        AssertDoubles(Reference.RowNorms(expected), Ops.RowNorms(x));
        AssertDoubles(Reference.ColumnSums(expected, rows), Ops.ColumnSums(x, rows));
        Assert.Equal(new double[size], Ops.ColumnSums(x, []));
        Assert.ThrowsAny<ArgumentException>(() => Ops.ColumnSums(x, [33]));
    }

    [Theory]
    [MemberData(nameof(ConformanceData.AllSizes), MemberType = typeof(ConformanceData))]
    public void LogSumExp_LargeValues_DoNotOverflow(int size)
    {
        float[] values = [.. TestValues.Normal(7 * size, 3).Select((value, index) => index < size ? value : value * 20)];
        var x = Keep(Ops.Upload(values, 7, size));
        AssertDoubles(Reference.LogSumExp(Reference.Upload(values, 7, size)), Ops.LogSumExp(x));
        var huge = Keep(Ops.Upload([1000f, 1000f], 1, 2));
        Assert.Equal(1000 + Math.Log(2), Ops.LogSumExp(huge)[0], 1e-9);
    }

    private static void AssertDoubles(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], actual[index], 1e-12 * Math.Max(1e4, Math.Abs(expected[index])));
        }
    }
}

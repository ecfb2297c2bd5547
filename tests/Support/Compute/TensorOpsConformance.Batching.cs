using SteerScope.Compute;
using Xunit;

namespace SteerScope.Tests.Support.Compute;

/// <content>A row does not depend on its company.</content>
public abstract partial class TensorOpsConformance<T>
{
    private const int BatchRows = 37;

    [Theory]
    [MemberData(nameof(ConformanceData.StoredForms), MemberType = typeof(ConformanceData))]
    public void Linear_RowOfABatch_IsTheRowAlone(StoredType type, WeightLayout layout)
    {
        foreach (var (inputs, outputs) in new[] { (100, 33), (1500, 70) })
        {
            var weight = Keep(Ops.LoadLinear(Source(outputs, inputs, type, layout)));
            AssertRowwise(Device(BatchRows, inputs, 1), x => Ops.Linear(x, weight));
        }
    }

    [Fact]
    public void Linear_RowOfALargeBatch_IsTheRowAlone()
    {
        // More rows than a block, so that the sum over the inputs is cut differently.
        var weight = Keep(Ops.LoadLinear(Source(40, 1100, StoredType.BF16, WeightLayout.OutputsByInputs)));
        var x = Device(390, 1100, 1);
        var batch = Keep(Ops.Linear(x, weight));
        foreach (var row in new[] { 0, 11, 200, 383, 384, 389 })
        {
            AssertSame(Row(batch, row), Values(Keep(Ops.Linear(Take(x, row), weight))));
        }
    }

    [Fact]
    public void Norms_RowOfABatch_IsTheRowAlone()
    {
        var (gain, bias) = (Device(1, 100, 2), Device(1, 100, 3));
        AssertRowwise(Device(BatchRows, 100, 1), x => Ops.RmsNorm(x, gain, 1e-6f, 1f));
        AssertRowwise(Device(BatchRows, 300, 1), x => Ops.RmsNorm(x, gain, 1e-6f, 1f));
        AssertRowwise(Device(BatchRows, 100, 1), x => Ops.LayerNorm(x, gain, bias, 1e-6f));
    }

    [Theory]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.GeluTanh)]
    [InlineData(Activation.Relu)]
    public void Activate_AnyPlace_GivesTheSameValue(Activation activation)
    {
        // 33 columns: every row begins elsewhere in a vector, and the last values of the batch fill none.
        AssertRowwise(Device(BatchRows, 33, 1, 3f), x =>
        {
            var y = Ops.GatherRows(x, [.. Enumerable.Range(0, Ops.Rows(x))]);
            Ops.Activate(y, activation);
            Ops.GatedActivate(y, x, activation);
            Ops.SoftCap(y, 5f);
            return y;
        });
    }

    private void AssertRowwise(T x, Func<T, T> operation)
    {
        var batch = Keep(operation(x));
        int[] reversed = [.. Enumerable.Range(0, BatchRows).Reverse()];
        var turned = Keep(operation(Take(x, reversed)));
        for (var row = 0; row < BatchRows; row++)
        {
            AssertSame(Row(batch, row), Values(Keep(operation(Take(x, row)))));
            AssertSame(Row(batch, row), Row(turned, BatchRows - 1 - row));
        }
    }
}

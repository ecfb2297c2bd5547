using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Compute.Cpu.Tests.Weights;

public sealed class FiniteValuesTests
{
    public static TheoryData<StoredType, WeightLayout, int, double> Faults()
    {
        var data = new TheoryData<StoredType, WeightLayout, int, double>();
        foreach (var type in new[] { StoredType.F32, StoredType.F16, StoredType.BF16, StoredType.F64 })
        {
            foreach (var layout in Enum.GetValues<WeightLayout>())
            {
                foreach (var place in new[] { 0, 100, 40 * 37 - 1 })
                {
                    data.Add(type, layout, place, double.NaN);
                    data.Add(type, layout, place, double.NegativeInfinity);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void LoadLinear_ValueThatIsNotFinite_NamesTheTensor(StoredType type, WeightLayout layout, int place, double value)
    {
        using var ops = new CpuOps();
        var values = Enumerable.Range(0, 40 * 37).Select(i => i == place ? value : (i % 9) - 4.0).ToArray();
        var error = Assert.Throws<InputException>(() => ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", type, [40, 37], values), layout)));
        Assert.Contains("\"w\" holds NaN or an infinity", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoredType.F32, 3.4e38)]
    [InlineData(StoredType.F16, 65504.0)]
    [InlineData(StoredType.BF16, 3.3e38)]
    [InlineData(StoredType.F32, 1e-45)]
    public void LoadLinear_ExtremeButFinite_Loads(StoredType type, double value)
    {
        using var ops = new CpuOps();
        using var weight = ops.LoadLinear(new LinearSource(MemoryTensor.Create("w", type, [1, 40], [.. Enumerable.Repeat(value, 40)]), WeightLayout.OutputsByInputs));
        Assert.Equal(40, weight.Inputs);
    }
}

using SteerScope.Compute;
using SteerScope.Statistics;
using SteerScope.Tests.Support.Compute;
using Xunit;

namespace SteerScope.Core.Tests.Statistics;

public sealed class StoredProjectionsTests
{
    public static TheoryData<StoredType, int, int> Shapes => new()
    {
        { StoredType.F32, 5, 3 }, { StoredType.F32, 16, 40 }, { StoredType.F32, 27, 4107 }, { StoredType.F32, 8, 8192 },
        { StoredType.BF16, 27, 41 }, { StoredType.F16, 9, 33 }, { StoredType.F64, 17, 50 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void OnRows_AnyTypeAndShape_HasTheBitsOfDotInDouble(StoredType type, int rows, int columns)
    {
        var (matrix, values) = Matrix(type, rows, columns);
        double[][] vectors = [Vector(columns, 1), Vector(columns, 2)];
        var results = StoredProjections.OnRows(matrix, vectors);
        for (var x = 0; x < vectors.Length; x++)
        {
            for (var row = 0; row < rows; row++)
            {
                Assert.Equal(VectorMath.Dot(vectors[x], values.AsSpan(row * columns, columns)), results[x][row]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void OnColumns_AnyTypeAndShape_HasTheBitsOfAddScaled(StoredType type, int rows, int columns)
    {
        var (matrix, values) = Matrix(type, rows, columns);
        double[][] vectors = [Vector(rows, 1), Vector(rows, 2), Vector(rows, 3)];
        var results = StoredProjections.OnColumns(matrix, vectors);
        for (var x = 0; x < vectors.Length; x++)
        {
            var expected = new double[columns];
            for (var row = 0; row < rows; row++)
            {
                VectorMath.AddScaled(expected, vectors[x][row], values.AsSpan(row * columns, columns));
            }

            Assert.Equal(expected, results[x]);
        }
    }

    [Fact]
    public void SumOfSquares_Float32_HasTheBitsOfDotInDouble()
    {
        var values = TestValues.Normal(45, 5);
        var wide = Array.ConvertAll(values, value => (double)value);
        Assert.Equal(VectorMath.Dot(wide, wide), VectorMath.SumOfSquares(values));
    }

    [Fact]
    public void OnRows_VectorOfAnotherWidth_IsRefused()
    {
        var (matrix, _) = Matrix(StoredType.F32, 3, 4);
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => StoredProjections.OnRows(matrix, new double[3])).Message, StringComparison.Ordinal);
        Assert.Contains("4 values", Assert.Throws<ArgumentException>(() => StoredProjections.OnColumns(matrix, new double[4])).Message, StringComparison.Ordinal);
    }

    private static (StoredTensor Matrix, double[] Values) Matrix(StoredType type, int rows, int columns)
    {
        var matrix = MemoryTensor.Create("w", type, [rows, columns], Vector(rows * columns, 9));
        return (matrix, SteerScope.Files.StoredTensorValues.ToDoubles(matrix));
    }

    private static double[] Vector(int count, int seed) => Array.ConvertAll(TestValues.Normal(count, seed), value => (double)value);
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Statistics;

/// <summary>
/// Products of a few vectors with a stored matrix, in double: the matrix is read once, in place, at about the speed of memory,
/// whatever the number of vectors. Sums have the same order, and so the same bits, as <see cref="VectorMath"/>'s.
/// </summary>
public static class StoredProjections
{
    /// <summary>Rows that are added at a time: the sums are loaded and stored once for all of them, and no more rows that lie a power of two apart meet in a set of a cache than it holds.</summary>
    private const int RowsTogether = 4;

    /// <summary>Columns taken at a time, so that their sums stay in the second-level cache.</summary>
    private const int ColumnsTogether = 8192;

    /// <summary>x · row for every row of [rows, d] and every x: [x][rows].</summary>
    /// <exception cref="ArgumentException">A vector has not d values.</exception>
    public static double[][] OnRows(StoredTensor matrix, params IReadOnlyList<double[]> vectors)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Require(vectors, matrix.Shape[1]);
        double[][] results = [.. vectors.Select(_ => new double[matrix.Shape[0]])];
        ForEachRow(matrix, (row, values) =>
        {
            for (var i = 0; i < results.Length; i++)
            {
                results[i][row] = values.Dot(vectors[i]);
            }
        });
        return results;
    }

    /// <summary>x @ matrix for every x, of [d, columns]: [x][columns].</summary>
    /// <exception cref="ArgumentException">A vector has not d values.</exception>
    public static double[][] OnColumns(StoredTensor matrix, params IReadOnlyList<double[]> vectors)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var (rows, columns) = (matrix.Shape[0], matrix.Shape[1]);
        Require(vectors, rows);
        double[][] results = [.. vectors.Select(_ => new double[columns])];
        var widened = matrix.Type == StoredType.F32 ? [] : new double[RowsTogether * Math.Min(columns, ColumnsTogether)];
        for (var first = 0; first < columns; first += ColumnsTogether)
        {
            var count = Math.Min(ColumnsTogether, columns - first);
            for (var row = 0; row < rows; row += RowsTogether)
            {
                var together = Math.Min(RowsTogether, rows - row);
                if (matrix.Type == StoredType.F32 && together == RowsTogether)
                {
                    AddRows(matrix, row, first, count, vectors, results);
                }
                else
                {
                    AddWidened(matrix, row, together, first, count, vectors, results, widened);
                }
            }
        }

        return results;
    }

    /// <summary>Streams over the rows in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ForEachRow(StoredTensor matrix, StoredRowHandler handle)
    {
        var (rows, d) = (matrix.Shape[0], matrix.Shape[1]);
        var widened = matrix.Type == StoredType.F32 ? [] : new double[d];
        for (var row = 0; row < rows; row++)
        {
            if (matrix.Type == StoredType.F32)
            {
                handle(row, new StoredRow(MemoryMarshal.Cast<byte, float>(matrix.Bytes((long)row * d, d)), default));
            }
            else
            {
                matrix.CopyTo((long)row * d, widened);
                handle(row, new StoredRow(default, widened));
            }
        }
    }

    private static void Require(IReadOnlyList<double[]> vectors, int width)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.FirstOrDefault(vector => vector.Length != width) is { } wrong)
        {
            throw new ArgumentException($"A vector of {wrong.Length} values does not fit a matrix of {width}.", nameof(vectors));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(StoredTensor matrix, int row, int first, int count, IReadOnlyList<double[]> vectors, double[][] results)
    {
        var columns = (long)matrix.Shape[1];
        ref var r0 = ref Row(matrix, ((row + 0) * columns) + first, count);
        ref var r1 = ref Row(matrix, ((row + 1) * columns) + first, count);
        ref var r2 = ref Row(matrix, ((row + 2) * columns) + first, count);
        ref var r3 = ref Row(matrix, ((row + 3) * columns) + first, count);
        Span<double> factors = stackalloc double[results.Length * RowsTogether];
        for (var index = 0; index < results.Length; index++)
        {
            vectors[index].AsSpan(row, RowsTogether).CopyTo(factors[(index * RowsTogether)..]);
        }

        var whole = (nuint)count & ~(nuint)7;
        var next = (nuint)(RowsTogether * columns);
        for (nuint column = 0; column < whole; column += 8)
        {
            VectorMath.PrefetchFar(ref r0, column + next);
            VectorMath.PrefetchFar(ref r1, column + next);
            VectorMath.PrefetchFar(ref r2, column + next);
            VectorMath.PrefetchFar(ref r3, column + next);
            var (w0, w1, w2, w3) = (VectorMath.Widen(ref r0, column), VectorMath.Widen(ref r1, column), VectorMath.Widen(ref r2, column), VectorMath.Widen(ref r3, column));
            ref var x = ref MemoryMarshal.GetReference(factors);
            for (var index = 0; index < results.Length; index++)
            {
                // Products are rounded before they are added, in the order of the rows.
                ref var target = ref results[index][first];
                var sum = Vector512.LoadUnsafe(ref target, column);
                sum += Vector512.Create(x) * w0;
                sum += Vector512.Create(Unsafe.Add(ref x, 1)) * w1;
                sum += Vector512.Create(Unsafe.Add(ref x, 2)) * w2;
                sum += Vector512.Create(Unsafe.Add(ref x, 3)) * w3;
                sum.StoreUnsafe(ref target, column);
                x = ref Unsafe.Add(ref x, RowsTogether);
            }
        }

        for (var added = 0; added < RowsTogether && whole < (nuint)count; added++)
        {
            var rest = MemoryMarshal.Cast<byte, float>(matrix.Bytes(((row + added) * columns) + first + (long)whole, count - (int)whole));
            for (var index = 0; index < results.Length; index++)
            {
                VectorMath.AddScaled(results[index].AsSpan(first + (int)whole, rest.Length), vectors[index][row + added], rest);
            }
        }
    }

    private static void AddWidened(
        StoredTensor matrix, int row, int together, int first, int count, IReadOnlyList<double[]> vectors, double[][] results, double[] buffer)
    {
        var widened = buffer.Length > 0 ? buffer.AsSpan(0, count) : new double[count];
        for (var added = row; added < row + together; added++)
        {
            matrix.CopyTo(((long)added * matrix.Shape[1]) + first, widened);
            for (var index = 0; index < results.Length; index++)
            {
                VectorMath.AddScaled(results[index].AsSpan(first, count), vectors[index][added], widened);
            }
        }
    }

    private static ref float Row(StoredTensor matrix, long first, int count) =>
        ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, float>(matrix.Bytes(first, count)));
}

using System.Runtime.InteropServices;

namespace SteerScope.Files;

/// <summary>Arrays of any strides to row-major ones.</summary>
internal static class StridedCopy
{
    /// <summary>Edge of the squares that a transposition goes by, so that reads and writes stay in the cache.</summary>
    private const int Tile = 64;

    /// <summary>Strides, in elements, of an array whose first index runs fastest.</summary>
    public static long[] ColumnMajor(IReadOnlyList<int> shape)
    {
        var strides = new long[shape.Count];
        long stride = 1;
        for (var axis = 0; axis < strides.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    /// <summary>Whether an array of these strides is row-major already.</summary>
    public static bool IsRowMajor(IReadOnlyList<int> shape, IReadOnlyList<long> strides)
    {
        long stride = 1;
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && strides[axis] != stride)
            {
                return false;
            }

            stride *= shape[axis];
        }

        return true;
    }

    /// <summary>A new buffer with the elements in row-major order.</summary>
    /// <param name="source">The bytes; every element that shape and strides reach is known to lie inside.</param>
    /// <param name="first">Index of the first element.</param>
    /// <param name="shape">Outermost dimension first.</param>
    /// <param name="strides">In elements, not negative.</param>
    /// <param name="elementSize">1, 2, 4 or 8.</param>
    public static NativeBuffer ToRowMajor(ByteReader source, long first, IReadOnlyList<int> shape, IReadOnlyList<long> strides, int elementSize)
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            count *= dimension;
        }

        var result = new NativeBuffer(count * elementSize);
        if (count == 0)
        {
            return result;
        }

        // As a stack of matrices: the outer dimensions are counted through, the last two copied at once.
        var (rows, rowStride) = shape.Count > 1 ? (shape[^2], strides[^2]) : (1, 0);
        var (columns, columnStride) = shape.Count > 0 ? (shape[^1], strides[^1]) : (1, 1);
        var index = new int[Math.Max(0, shape.Count - 2)];
        var from = first;
        for (long to = 0; to < count; to += (long)rows * columns)
        {
            var matrix = new Matrix(source, from, rows, rowStride, columns, columnStride, result, to);
            switch (elementSize)
            {
                case 1:
                    Copy<byte>(matrix);
                    break;
                case 2:
                    Copy<ushort>(matrix);
                    break;
                case 4:
                    Copy<uint>(matrix);
                    break;
                default:
                    Copy<ulong>(matrix);
                    break;
            }

            for (var axis = index.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }

    private static void Copy<T>(in Matrix matrix)
        where T : unmanaged
    {
        Span<T> tile = stackalloc T[Tile * Tile];
        for (var row = 0; row < matrix.Rows; row += Tile)
        {
            var rows = Math.Min(Tile, matrix.Rows - row);
            for (var column = 0; column < matrix.Columns; column += Tile)
            {
                var columns = Math.Min(Tile, matrix.Columns - column);
                if (matrix.RowStride == 1)
                {
                    for (var c = 0; c < columns; c++)
                    {
                        var values = Read<T>(matrix, matrix.From + row + ((column + c) * matrix.ColumnStride), rows);
                        for (var r = 0; r < rows; r++)
                        {
                            tile[(r * Tile) + c] = values[r];
                        }
                    }

                    for (var r = 0; r < rows; r++)
                    {
                        tile.Slice(r * Tile, columns).CopyTo(Write<T>(matrix, row + r, column, columns));
                    }
                }
                else
                {
                    CopyRows<T>(matrix, row, rows, column, columns);
                }
            }
        }
    }

    private static void CopyRows<T>(in Matrix matrix, int row, int rows, int column, int columns)
        where T : unmanaged
    {
        for (var r = row; r < row + rows; r++)
        {
            var destination = Write<T>(matrix, r, column, columns);
            var from = matrix.From + (r * matrix.RowStride) + (column * matrix.ColumnStride);
            if (matrix.ColumnStride == 1)
            {
                Read<T>(matrix, from, columns).CopyTo(destination);
                continue;
            }

            for (var c = 0; c < columns; c++)
            {
                destination[c] = Read<T>(matrix, from + (c * matrix.ColumnStride), 1)[0];
            }
        }
    }

    private static unsafe ReadOnlySpan<T> Read<T>(in Matrix matrix, long element, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(matrix.Source(element * sizeof(T), count * sizeof(T)));

    private static unsafe Span<T> Write<T>(in Matrix matrix, int row, int column, int count)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(matrix.Result.Bytes((matrix.To + ((long)row * matrix.Columns) + column) * sizeof(T), count * sizeof(T)));

    private readonly record struct Matrix(
        ByteReader Source, long From, int Rows, long RowStride, int Columns, long ColumnStride, NativeBuffer Result, long To);
}

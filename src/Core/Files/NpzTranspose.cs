namespace SteerScope.Files;

/// <summary>Column-major arrays to row-major ones.</summary>
internal static class NpzTranspose
{
    /// <summary>A new buffer with the elements in row-major order.</summary>
    public static NpzBuffer ToRowMajor(NpzBuffer source, NpzHeader header)
    {
        var result = new NpzBuffer(source.Length);
        var shape = header.Shape;
        var strides = new long[shape.Length]; // in the source, in elements
        long stride = 1;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        var index = new int[shape.Length];
        long from = 0;
        var elements = source.Length / header.ElementSize;
        for (long to = 0; to < elements; to++)
        {
            source.Bytes(from * header.ElementSize, header.ElementSize).CopyTo(result.Bytes(to * header.ElementSize, header.ElementSize));
            for (var axis = shape.Length - 1; axis >= 0; axis--)
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
}

using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>
/// The matrix product with weights that lie row after row as in a file: a few of their rows pass at a time, and the accumulators
/// are in the caches. One accumulator per result, inputs in ascending order: the bits of <see cref="MicroKernel{TLanes, TVector, TElement}"/>.
/// </summary>
internal static unsafe class StreamKernel<TLanes, TVector, TElement>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TElement : struct, IElement
{
    /// <summary>Floats of the widest vector.</summary>
    private const int Widest = 16;

    /// <summary>c[rows, count] += a[rows, together] * b[together, count].</summary>
    /// <param name="a">Inputs, <paramref name="lda"/> floats apart.</param>
    /// <param name="lda">Floats from a row of a to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="b">Where each row of weights begins; there are <see cref="MatrixKernel.StreamedInputs"/> pointers whatever <paramref name="together"/> is.</param>
    /// <param name="together">Inputs, at most <see cref="MatrixKernel.StreamedInputs"/>.</param>
    /// <param name="count">Results in a row.</param>
    /// <param name="ahead">Bytes from a weight to the one that is asked for meanwhile: of the inputs that come next.</param>
    /// <param name="c">Results, <paramref name="ldc"/> floats apart.</param>
    /// <param name="ldc">Floats from a row of c to the next.</param>
    public static void Add(float* a, nint lda, int rows, byte** b, int together, int count, nint ahead, float* c, nint ldc)
    {
        var whole = count / TLanes.Count * TLanes.Count;
        if (together == MatrixKernel.StreamedInputs)
        {
            AddFour(a, lda, rows, b, whole, ahead, c, ldc);
        }
        else
        {
            AddSome(a, lda, rows, b, together, whole, c, ldc);
        }

        if (whole < count)
        {
            AddRest(a, lda, rows, b, together, whole, count - whole, c + whole, ldc);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(float* a, nint lda, int rows, byte** b, int count, nint ahead, float* c, nint ldc)
    {
        byte* b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];
        for (nint column = 0; column < count; column += TLanes.Count)
        {
            var later = ahead + (column * TElement.Size);
            TLanes.PrefetchFar(b0 + later);
            TLanes.PrefetchFar(b1 + later);
            TLanes.PrefetchFar(b2 + later);
            TLanes.PrefetchFar(b3 + later);
            var w0 = TElement.Load<TLanes, TVector>(b0, column);
            var w1 = TElement.Load<TLanes, TVector>(b1, column);
            var w2 = TElement.Load<TLanes, TVector>(b2, column);
            var w3 = TElement.Load<TLanes, TVector>(b3, column);
            var x = a;
            var target = c + column;
            for (var row = 0; row < rows; row++)
            {
                var sum = TLanes.Load(target);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(x[0]), w0, sum);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(x[1]), w1, sum);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(x[2]), w2, sum);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(x[3]), w3, sum);
                TLanes.Store(sum, target);
                x += lda;
                target += ldc;
            }
        }
    }

    private static void AddSome(float* a, nint lda, int rows, byte** b, int together, int count, float* c, nint ldc)
    {
        for (nint column = 0; column < count; column += TLanes.Count)
        {
            for (nint row = 0; row < rows; row++)
            {
                var target = c + (row * ldc) + column;
                var sum = TLanes.Load(target);
                for (var input = 0; input < together; input++)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(a[(row * lda) + input]), TElement.Load<TLanes, TVector>(b[input], column), sum);
                }

                TLanes.Store(sum, target);
            }
        }
    }

    /// <summary>What fills no vector goes through padded ones.</summary>
    private static void AddRest(float* a, nint lda, int rows, byte** b, int together, int first, int count, float* c, nint ldc)
    {
        var weights = stackalloc byte[MatrixKernel.StreamedInputs * Widest * sizeof(float)];
        new Span<byte>(weights, MatrixKernel.StreamedInputs * Widest * sizeof(float)).Clear();
        var padded = stackalloc byte*[MatrixKernel.StreamedInputs];
        for (var input = 0; input < MatrixKernel.StreamedInputs; input++)
        {
            padded[input] = weights + (input * Widest * sizeof(float));
        }

        for (var input = 0; input < together; input++)
        {
            new ReadOnlySpan<byte>(b[input] + (first * TElement.Size), count * TElement.Size).CopyTo(new Span<byte>(padded[input], count * TElement.Size));
        }

        var sums = stackalloc float[Widest];
        for (nint row = 0; row < rows; row++)
        {
            var target = new Span<float>(c + (row * ldc), count);
            target.CopyTo(new Span<float>(sums, count));
            AddSome(a + (row * lda), lda, 1, padded, together, TLanes.Count, sums, 0);
            new ReadOnlySpan<float>(sums, count).CopyTo(target);
        }
    }
}

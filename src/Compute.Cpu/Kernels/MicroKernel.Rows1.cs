using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <content>Tile of 1 row.</content>
internal static unsafe partial class MicroKernel<TLanes, TVector, TElement>
{
    private const int CacheLine = 64;

    /// <summary>
    /// One row is done with a weight as soon as it is there, so that the way from memory is all that counts. The processor looks
    /// ahead by itself, but not beyond a page of memory, nor far enough where a weight takes several instructions.
    /// </summary>
    private const int Ahead = 4096;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(float* a, nint lda, byte* b, nint depth, float* c, nint ldc, bool accumulate)
    {
        var w = (nint)TLanes.Count;
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + w);
        }

        var a0 = a;
        for (nint k = 0; k < depth; k++)
        {
            TLanes.Prefetch(b + Ahead);
            if (2 * w * TElement.Size > CacheLine)
            {
                TLanes.Prefetch(b + Ahead + CacheLine);
            }

            var b0 = TElement.Load<TLanes, TVector>(b, 0);
            var b1 = TElement.Load<TLanes, TVector>(b, w);
            b += 2 * w * TElement.Size;
            var x0 = TLanes.Broadcast(*(a0));
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            c01 = TLanes.MultiplyAdd(x0, b1, c01);
            a0++;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + w);
    }
}

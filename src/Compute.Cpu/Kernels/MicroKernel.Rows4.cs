using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <content>Tile of 4 rows.</content>
internal static unsafe partial class MicroKernel<TLanes, TVector, TElement>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* a, nint lda, byte* b, nint depth, float* c, nint ldc, bool accumulate)
    {
        var w = (nint)TLanes.Count;
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + w);
            c10 = TLanes.Load(c + ldc);
            c11 = TLanes.Load(c + ldc + w);
            c20 = TLanes.Load(c + (2 * ldc));
            c21 = TLanes.Load(c + (2 * ldc) + w);
            c30 = TLanes.Load(c + (3 * ldc));
            c31 = TLanes.Load(c + (3 * ldc) + w);
        }

        var lda2 = 2 * lda;
        var a0 = a;
        var a3 = a + (3 * lda);
        for (nint k = 0; k < depth; k++)
        {
            var b0 = TElement.Load<TLanes, TVector>(b, 0);
            var b1 = TElement.Load<TLanes, TVector>(b, w);
            b += 2 * w * TElement.Size;
            var x0 = TLanes.Broadcast(*(a0));
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            c01 = TLanes.MultiplyAdd(x0, b1, c01);
            var x1 = TLanes.Broadcast(*(a0 + lda));
            c10 = TLanes.MultiplyAdd(x1, b0, c10);
            c11 = TLanes.MultiplyAdd(x1, b1, c11);
            var x2 = TLanes.Broadcast(*(a0 + lda2));
            c20 = TLanes.MultiplyAdd(x2, b0, c20);
            c21 = TLanes.MultiplyAdd(x2, b1, c21);
            var x3 = TLanes.Broadcast(*(a3));
            c30 = TLanes.MultiplyAdd(x3, b0, c30);
            c31 = TLanes.MultiplyAdd(x3, b1, c31);
            a0++;
            a3++;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + w);
        TLanes.Store(c10, c + ldc);
        TLanes.Store(c11, c + ldc + w);
        TLanes.Store(c20, c + (2 * ldc));
        TLanes.Store(c21, c + (2 * ldc) + w);
        TLanes.Store(c30, c + (3 * ldc));
        TLanes.Store(c31, c + (3 * ldc) + w);
    }
}

using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <content>Tile of 12 rows.</content>
internal static unsafe partial class MicroKernel<TLanes, TVector, TElement>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows12(float* a, nint lda, byte* b, nint depth, float* c, nint ldc, bool accumulate)
    {
        var w = (nint)TLanes.Count;
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero;
        TVector c40 = TLanes.Zero, c41 = TLanes.Zero;
        TVector c50 = TLanes.Zero, c51 = TLanes.Zero;
        TVector c60 = TLanes.Zero, c61 = TLanes.Zero;
        TVector c70 = TLanes.Zero, c71 = TLanes.Zero;
        TVector c80 = TLanes.Zero, c81 = TLanes.Zero;
        TVector c90 = TLanes.Zero, c91 = TLanes.Zero;
        TVector c100 = TLanes.Zero, c101 = TLanes.Zero;
        TVector c110 = TLanes.Zero, c111 = TLanes.Zero;
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
            c40 = TLanes.Load(c + (4 * ldc));
            c41 = TLanes.Load(c + (4 * ldc) + w);
            c50 = TLanes.Load(c + (5 * ldc));
            c51 = TLanes.Load(c + (5 * ldc) + w);
            c60 = TLanes.Load(c + (6 * ldc));
            c61 = TLanes.Load(c + (6 * ldc) + w);
            c70 = TLanes.Load(c + (7 * ldc));
            c71 = TLanes.Load(c + (7 * ldc) + w);
            c80 = TLanes.Load(c + (8 * ldc));
            c81 = TLanes.Load(c + (8 * ldc) + w);
            c90 = TLanes.Load(c + (9 * ldc));
            c91 = TLanes.Load(c + (9 * ldc) + w);
            c100 = TLanes.Load(c + (10 * ldc));
            c101 = TLanes.Load(c + (10 * ldc) + w);
            c110 = TLanes.Load(c + (11 * ldc));
            c111 = TLanes.Load(c + (11 * ldc) + w);
        }

        var lda2 = 2 * lda;
        var a0 = a;
        var a3 = a + (3 * lda);
        var a6 = a + (6 * lda);
        var a9 = a + (9 * lda);
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
            var x4 = TLanes.Broadcast(*(a3 + lda));
            c40 = TLanes.MultiplyAdd(x4, b0, c40);
            c41 = TLanes.MultiplyAdd(x4, b1, c41);
            var x5 = TLanes.Broadcast(*(a3 + lda2));
            c50 = TLanes.MultiplyAdd(x5, b0, c50);
            c51 = TLanes.MultiplyAdd(x5, b1, c51);
            var x6 = TLanes.Broadcast(*(a6));
            c60 = TLanes.MultiplyAdd(x6, b0, c60);
            c61 = TLanes.MultiplyAdd(x6, b1, c61);
            var x7 = TLanes.Broadcast(*(a6 + lda));
            c70 = TLanes.MultiplyAdd(x7, b0, c70);
            c71 = TLanes.MultiplyAdd(x7, b1, c71);
            var x8 = TLanes.Broadcast(*(a6 + lda2));
            c80 = TLanes.MultiplyAdd(x8, b0, c80);
            c81 = TLanes.MultiplyAdd(x8, b1, c81);
            var x9 = TLanes.Broadcast(*(a9));
            c90 = TLanes.MultiplyAdd(x9, b0, c90);
            c91 = TLanes.MultiplyAdd(x9, b1, c91);
            var x10 = TLanes.Broadcast(*(a9 + lda));
            c100 = TLanes.MultiplyAdd(x10, b0, c100);
            c101 = TLanes.MultiplyAdd(x10, b1, c101);
            var x11 = TLanes.Broadcast(*(a9 + lda2));
            c110 = TLanes.MultiplyAdd(x11, b0, c110);
            c111 = TLanes.MultiplyAdd(x11, b1, c111);
            a0++;
            a3++;
            a6++;
            a9++;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + w);
        TLanes.Store(c10, c + ldc);
        TLanes.Store(c11, c + ldc + w);
        TLanes.Store(c20, c + (2 * ldc));
        TLanes.Store(c21, c + (2 * ldc) + w);
        TLanes.Store(c30, c + (3 * ldc));
        TLanes.Store(c31, c + (3 * ldc) + w);
        TLanes.Store(c40, c + (4 * ldc));
        TLanes.Store(c41, c + (4 * ldc) + w);
        TLanes.Store(c50, c + (5 * ldc));
        TLanes.Store(c51, c + (5 * ldc) + w);
        TLanes.Store(c60, c + (6 * ldc));
        TLanes.Store(c61, c + (6 * ldc) + w);
        TLanes.Store(c70, c + (7 * ldc));
        TLanes.Store(c71, c + (7 * ldc) + w);
        TLanes.Store(c80, c + (8 * ldc));
        TLanes.Store(c81, c + (8 * ldc) + w);
        TLanes.Store(c90, c + (9 * ldc));
        TLanes.Store(c91, c + (9 * ldc) + w);
        TLanes.Store(c100, c + (10 * ldc));
        TLanes.Store(c101, c + (10 * ldc) + w);
        TLanes.Store(c110, c + (11 * ldc));
        TLanes.Store(c111, c + (11 * ldc) + w);
    }
}

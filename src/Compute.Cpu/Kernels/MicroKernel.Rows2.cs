using System.Runtime.CompilerServices;

namespace SteerScope.Compute.Cpu.Kernels;

/// <content>Tile of 2 rows.</content>
internal static unsafe partial class MicroKernel<TLanes, TVector, TElement>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(float* a, nint lda, byte* b, nint depth, float* c, nint ldc, bool accumulate)
    {
        var w = (nint)TLanes.Count;
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero;
        if (accumulate)
        {
            c00 = TLanes.Load(c);
            c01 = TLanes.Load(c + w);
            c10 = TLanes.Load(c + ldc);
            c11 = TLanes.Load(c + ldc + w);
        }

        var a0 = a;
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
            a0++;
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + w);
        TLanes.Store(c10, c + ldc);
        TLanes.Store(c11, c + ldc + w);
    }
}

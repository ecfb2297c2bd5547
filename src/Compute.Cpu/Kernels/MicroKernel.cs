namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>
/// Register tiles of the matrix product c[r, 0..2w) (+)= sum over k of a[r, k] * b[k, 0..2w), w floats to a vector.
/// Every element is one accumulator that takes k in ascending order by fused multiply-adds, so its bits depend neither on the
/// tile that it lies in nor on where the sum over k is interrupted (an accumulator stored and loaded again is the same float).
/// </summary>
internal static unsafe partial class MicroKernel<TLanes, TVector, TElement>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TElement : struct, IElement
{
    /// <summary>Runs as many tiles as <paramref name="rows"/> needs.</summary>
    /// <param name="a">Rows of inputs, <paramref name="lda"/> floats apart.</param>
    /// <param name="lda">Floats from a row of a to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="b">Panel of weights [depth, 2w], contiguous.</param>
    /// <param name="depth">Number of terms.</param>
    /// <param name="c">Results, <paramref name="ldc"/> floats apart; 2w are written in every row.</param>
    /// <param name="ldc">Floats from a row of c to the next.</param>
    /// <param name="accumulate">Whether to go on from what c holds; else from zero.</param>
    public static void Run(float* a, nint lda, int rows, byte* b, nint depth, float* c, nint ldc, bool accumulate)
    {
        while (rows > 0)
        {
            int done;
            if (rows >= 12 && TLanes.TileRows >= 12)
            {
                Rows12(a, lda, b, depth, c, ldc, accumulate);
                done = 12;
            }
            else if (rows >= 6)
            {
                Rows6(a, lda, b, depth, c, ldc, accumulate);
                done = 6;
            }
            else if (rows >= 4)
            {
                Rows4(a, lda, b, depth, c, ldc, accumulate);
                done = 4;
            }
            else if (rows >= 2)
            {
                Rows2(a, lda, b, depth, c, ldc, accumulate);
                done = 2;
            }
            else
            {
                Rows1(a, lda, b, depth, c, ldc, accumulate);
                done = 1;
            }

            a += done * lda;
            c += done * ldc;
            rows -= done;
        }
    }
}

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>The kernels of one vector width.</summary>
internal sealed unsafe class MatrixKernel<TLanes, TVector> : MatrixKernel
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override int PanelWidth => 2 * TLanes.Count;

    /// <inheritdoc/>
    public override int TileRows => TLanes.TileRows;

    /// <inheritdoc/>
    public override void Run(ElementKind kind, float* a, nint lda, int rows, byte* panel, nint depth, float* c, nint ldc, bool accumulate)
    {
        switch (kind)
        {
            case ElementKind.Float32:
                MicroKernel<TLanes, TVector, Float32Element>.Run(a, lda, rows, panel, depth, c, ldc, accumulate);
                break;
            case ElementKind.BFloat16:
                MicroKernel<TLanes, TVector, BFloat16Element>.Run(a, lda, rows, panel, depth, c, ldc, accumulate);
                break;
            default:
                MicroKernel<TLanes, TVector, HalfElement>.Run(a, lda, rows, panel, depth, c, ldc, accumulate);
                break;
        }
    }

    /// <inheritdoc/>
    public override void AddInputs(ElementKind kind, float* a, nint lda, int rows, byte** b, int together, int count, nint ahead, float* c, nint ldc)
    {
        switch (kind)
        {
            case ElementKind.Float32:
                StreamKernel<TLanes, TVector, Float32Element>.Add(a, lda, rows, b, together, count, ahead, c, ldc);
                break;
            case ElementKind.BFloat16:
                StreamKernel<TLanes, TVector, BFloat16Element>.Add(a, lda, rows, b, together, count, ahead, c, ldc);
                break;
            default:
                StreamKernel<TLanes, TVector, HalfElement>.Add(a, lda, rows, b, together, count, ahead, c, ldc);
                break;
        }
    }
}

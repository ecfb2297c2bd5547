using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>The matrix product of some rows with one panel of weights, on the widest vectors of this machine.</summary>
internal abstract unsafe class MatrixKernel
{
    /// <summary>The widest that this machine accelerates.</summary>
    public static MatrixKernel Best { get; } =
        Vector512.IsHardwareAccelerated ? new MatrixKernel<Lanes512, Vector512<float>>()
        : Vector256.IsHardwareAccelerated ? new MatrixKernel<Lanes256, Vector256<float>>()
        : new MatrixKernel<Lanes128, Vector128<float>>();

    /// <summary>Every width; each works on every machine, slowly where the hardware lacks it.</summary>
    public static IReadOnlyList<MatrixKernel> All { get; } =
    [
        new MatrixKernel<Lanes512, Vector512<float>>(),
        new MatrixKernel<Lanes256, Vector256<float>>(),
        new MatrixKernel<Lanes128, Vector128<float>>(),
    ];

    /// <summary>
    /// Inputs that <see cref="AddInputs"/> takes at a time: half of what a set of a first-level cache holds, since the weights of
    /// inputs mostly lie a power of two apart and so all fall into one set.
    /// </summary>
    public const int StreamedInputs = 4;

    /// <summary>Columns of a panel.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>Rows of the largest register tile.</summary>
    public abstract int TileRows { get; }

    /// <summary>Bytes per weight.</summary>
    public static int Size(ElementKind kind) => kind == ElementKind.Float32 ? 4 : 2;

    /// <summary>c[rows, width] (+)= a[rows, depth] * panel[depth, width]; see <see cref="MicroKernel{TLanes, TVector, TElement}.Run"/>.</summary>
    public abstract void Run(ElementKind kind, float* a, nint lda, int rows, byte* panel, nint depth, float* c, nint ldc, bool accumulate);

    /// <summary>c[rows, count] += a[rows, together] * b[together, count], inputs in ascending order; see <see cref="StreamKernel{TLanes, TVector, TElement}.Add"/>.</summary>
    public abstract void AddInputs(ElementKind kind, float* a, nint lda, int rows, byte** b, int together, int count, nint ahead, float* c, nint ldc);
}

using System.Runtime.Intrinsics;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>A function of one float, 16 at a time.</summary>
internal interface IElementFunction
{
    /// <summary>The function of every lane.</summary>
    Vector512<float> Apply(Vector512<float> x);
}

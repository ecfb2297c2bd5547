using System.Runtime.InteropServices;

namespace SteerScope.Compute.Torch.Runtime;

/// <summary>
/// Settings of libtorch that TorchSharp 0.107 has no name for: members of <c>at::Context</c> (ATen/Context.h of libtorch 2.10),
/// called by their exported names, which the Itanium C++ ABI of Linux and macOS makes of their signatures.
/// </summary>
internal static unsafe class TorchContext
{
    /// <summary>Whether an operation without a deterministic kernel is refused: <c>torch.are_deterministic_algorithms_enabled()</c>.</summary>
    public static bool DeterministicAlgorithms => Get("_ZNK2at7Context23deterministicAlgorithmsEv");

    /// <summary>Whether new memory is filled with NaN while deterministic algorithms are on.</summary>
    public static bool FillsNewMemory => Get("_ZNK2at7Context36deterministicFillUninitializedMemoryEv");

    /// <summary>Whether oneDNN, which multiplies bfloat16 on the processor, must be deterministic.</summary>
    public static bool DeterministicOneDnn => Get("_ZNK2at7Context19deterministicMkldnnEv");

    /// <summary>Whether cuDNN must be deterministic.</summary>
    public static bool DeterministicCudnn => Get("_ZNK2at7Context18deterministicCuDNNEv");

    /// <summary>Whether cuBLAS may add up partial products of bfloat16 matrices in bfloat16: an enumeration whose 0 is that it may.</summary>
    public static bool Bfloat16Sums => !Get("_ZNK2at7Context24allowBF16ReductionCuBLASEv");

    /// <summary>
    /// Deterministic algorithms everywhere, without filling memory that is written whole anyway, and sums of bfloat16 products
    /// in float32.
    /// </summary>
    /// <exception cref="InputException">This libtorch does not have the settings.</exception>
    public static void MakeDeterministic()
    {
        Set("_ZN2at7Context26setDeterministicAlgorithmsEbb", true, false);
        Set("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb", false);
        Set("_ZN2at7Context22setDeterministicMkldnnEb", true);
        Set("_ZN2at7Context21setDeterministicCuDNNEb", true);
        Set("_ZN2at7Context17setBenchmarkCuDNNEb", false);
        Set("_ZN2at7Context27setAllowBF16ReductionCuBLASEbb", false, true);
    }

    private static bool Get(string name) => ((delegate* unmanaged<nint, byte>)Export(name))(Context()) != 0;

    private static void Set(string name, bool value) => ((delegate* unmanaged<nint, byte, void>)Export(name))(Context(), value ? (byte)1 : (byte)0);

    private static void Set(string name, bool value, bool second) =>
        ((delegate* unmanaged<nint, byte, byte, void>)Export(name))(Context(), value ? (byte)1 : (byte)0, second ? (byte)1 : (byte)0);

    private static nint Context() => ((delegate* unmanaged<nint>)Export("_ZN2at13globalContextEv"))();

    private static nint Export(string name) => NativeLibrary.TryGetExport(TorchLibrary.Handle, name, out var address)
        ? address
        : throw new InputException($"This libtorch has no {name}, by which deterministic algorithms are set; libtorch 2.10, which the build takes by itself, has it.");
}

using System.Runtime.InteropServices;
using SteerScope.Compute.Cpu.Kernels;
using SteerScope.Compute.Cpu.Memory;

namespace SteerScope.Compute.Cpu.Weights;

/// <summary>
/// A linear map in the order in which the kernels read it: panels of <see cref="MatrixKernel.PanelWidth"/> outputs, inside a panel
/// input after input. The last panel is filled up with zeros. 16-bit weights stay 16 bits wide.
/// </summary>
internal sealed unsafe class PackedWeight : LinearWeight
{
    private readonly NativeBlock block;
    private readonly int width;

    public PackedWeight(MatrixKernel kernel, ElementKind kind, int outputs, int inputs, float[]? bias)
    {
        Outputs = outputs;
        Inputs = inputs;
        Kind = kind;
        Bias = bias;
        width = kernel.PanelWidth;
        var panels = (outputs + width - 1) / width;
        block = new NativeBlock((long)panels * width * inputs * MatrixKernel.Size(kind));
        if (outputs % width != 0)
        {
            NativeMemory.Clear(Panel(panels - 1), (nuint)((long)width * inputs * MatrixKernel.Size(kind)));
        }
    }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override long DeviceBytes => block.Bytes + ((Bias?.Length ?? 0) * sizeof(float));

    /// <summary>How the weights are kept.</summary>
    public ElementKind Kind { get; }

    /// <summary>One value per output, or null.</summary>
    public float[]? Bias { get; }

    /// <summary>Keeps the memory until the result is disposed of.</summary>
    /// <exception cref="ObjectDisposedException">The weight has been disposed of.</exception>
    public NativeBlock.Lease Use() => block.Use();

    /// <summary>First byte of a panel.</summary>
    public byte* Panel(int panel) => block.Pointer + ((long)panel * width * Inputs * MatrixKernel.Size(Kind));

    /// <summary>Writes the weights of one output, widened, <paramref name="stride"/> floats apart.</summary>
    public void CopyOutput(int output, float* destination, int stride)
    {
        var panel = Panel(output / width);
        var lane = output % width;
        for (nint input = 0; input < Inputs; input++)
        {
            var index = (input * width) + lane;
            destination[input * stride] = Kind switch
            {
                ElementKind.Float32 => ((float*)panel)[index],
                ElementKind.BFloat16 => BitConverter.UInt32BitsToSingle((uint)((ushort*)panel)[index] << 16),
                _ => (float)((Half*)panel)[index],
            };
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            block.Dispose();
        }
    }
}

using SteerScope.Compute.Cpu.Memory;
using SteerScope.Compute.Cpu.Weights;

namespace SteerScope.Compute.Cpu.Kernels;

/// <summary>
/// y = x W + b for a few rows, W [inputs, outputs] read where it lies in its file, once and in order. An output is one accumulator
/// that takes the inputs in ascending order by fused multiply-adds, as everywhere.
/// </summary>
internal sealed unsafe class StreamedProduct(TensorPool pool, Cores cores, MatrixKernel kernel)
{
    /// <summary>Outputs taken at a time, so that the accumulators stay in the first-level cache.</summary>
    private const int OutputsTogether = 1024;

    /// <summary>Keeps the accumulators of different rows out of one another's sets of a cache.</summary>
    private const int Padding = 16;

    /// <summary>Whether a map can be read so.</summary>
    public static bool Takes(LinearSource source) =>
        source is { Layout: WeightLayout.InputsByOutputs, Outputs: null, Weight.Type: StoredType.F32 or StoredType.BF16 or StoredType.F16 };

    /// <summary>Multiplies.</summary>
    /// <exception cref="InputException">The stored tensors hold NaN or an infinity.</exception>
    public void Run(ReadOnlySpan<float> x, int rows, LinearSource source, Span<float> y)
    {
        var bias = source.Bias is null ? null : StoredValues.ReadVector(source.Bias, null);
        var (inputs, outputs) = (source.InputCount, source.OutputCount);
        var kind = StoredValues.KindOf(source.Weight);
        fixed (float* from = x, to = y)
        {
            float* given = from, results = to;
            var pieces = (outputs + OutputsTogether - 1) / OutputsTogether;
            cores.For(pieces, piece =>
            {
                var first = piece * OutputsTogether;
                var count = Math.Min(OutputsTogether, outputs - first);
                var distance = count + Padding;
                using var scratch = new Scratch(pool, (long)rows * distance);
                scratch.Span.Clear();
                fixed (float* sums = scratch.Span)
                {
                    for (var input = 0; input < inputs; input += MatrixKernel.StreamedInputs)
                    {
                        var together = Math.Min(MatrixKernel.StreamedInputs, inputs - input);
                        AddInputs(source.Weight, kind, given + input, inputs, rows, input, together, outputs, first, count, sums, distance);
                    }

                    for (nint row = 0; row < rows; row++)
                    {
                        new Span<float>(sums + (row * distance), count).CopyTo(new Span<float>(results + (row * outputs) + first, count));
                    }
                }
            });
            Finish(source.Weight, bias, rows, outputs, y);
        }
    }

    private void AddInputs(StoredTensor weight, ElementKind kind, float* x, nint xDistance, int rows, int input, int together, int outputs, int first, int count, float* sums, int distance)
    {
        ReadOnlySpan<byte> Row(int index) => weight.Bytes(((long)(input + Math.Min(index, together - 1)) * outputs) + first, count);
        fixed (byte* r0 = Row(0), r1 = Row(1), r2 = Row(2), r3 = Row(3))
        {
            var sources = stackalloc byte*[] { r0, r1, r2, r3 };
            kernel.AddInputs(kind, x, xDistance, rows, sources, together, count, (nint)MatrixKernel.StreamedInputs * outputs * MatrixKernel.Size(kind), sums, distance);
        }
    }

    private static void Finish(StoredTensor weight, float[]? bias, int rows, int outputs, Span<float> y)
    {
        // A weight that is no number shows in every result that it takes part in, so that only then all have to be looked at.
        if (!FiniteValues.All(y))
        {
            for (var input = 0; input < weight.Shape[0]; input++)
            {
                FiniteValues.Require(weight, weight.Bytes((long)input * outputs, outputs));
            }
        }

        for (var row = 0; bias is not null && row < rows; row++)
        {
            Elementwise.Add(y.Slice(row * outputs, outputs), bias);
        }
    }
}

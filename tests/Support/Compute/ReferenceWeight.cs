using System.Runtime.InteropServices;
using SteerScope.Compute;

namespace SteerScope.Tests.Support.Compute;

/// <summary>A linear map as a plain [outputs, inputs] matrix of doubles.</summary>
public sealed class ReferenceWeight : LinearWeight
{
    private readonly double[] weights;
    private readonly double[] bias;

    public ReferenceWeight(LinearSource source)
    {
        Outputs = source.OutputCount;
        Inputs = source.InputCount;
        weights = new double[Outputs * Inputs];
        bias = new double[Outputs];
        var stored = Read(source.Weight);
        var storedOutputs = source.Weight.Shape[source.Layout == WeightLayout.OutputsByInputs ? 0 : 1];
        var storedBias = source.Bias is null ? new double[storedOutputs] : Read(source.Bias);
        for (var output = 0; output < Outputs; output++)
        {
            var chosen = source.Outputs?[output] ?? output;
            bias[output] = storedBias[chosen];
            for (var input = 0; input < Inputs; input++)
            {
                weights[(output * Inputs) + input] = source.Layout == WeightLayout.OutputsByInputs
                    ? stored[(chosen * Inputs) + input]
                    : stored[(input * storedOutputs) + chosen];
            }
        }
    }

    /// <inheritdoc/>
    public override int Outputs { get; }

    /// <inheritdoc/>
    public override int Inputs { get; }

    /// <inheritdoc/>
    public override long DeviceBytes => (weights.Length + bias.Length) * sizeof(double);

    /// <summary>One weight.</summary>
    public double this[int output, int input] => weights[(output * Inputs) + input];

    /// <summary>Bias of an output; 0 when there is none.</summary>
    public double Bias(int output) => bias[output];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private static double[] Read(StoredTensor tensor)
    {
        var values = new double[tensor.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var bytes = tensor.Bytes(index, 1);
            values[index] = tensor.Type switch
            {
                StoredType.F64 => (float)MemoryMarshal.Read<double>(bytes),
                StoredType.F32 => MemoryMarshal.Read<float>(bytes),
                StoredType.F16 => (double)MemoryMarshal.Read<Half>(bytes),
                StoredType.BF16 => BitConverter.Int32BitsToSingle(MemoryMarshal.Read<short>(bytes) << 16),
                _ => throw new InputException($"{tensor.Source}: tensor {tensor.Name} is {tensor.Type}."),
            };
        }

        return values;
    }
}

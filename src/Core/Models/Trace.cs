using SteerScope.Files;

namespace SteerScope.Models;

/// <summary>The residual stream of one sequence before and after every layer, the final norm's output and the logits.</summary>
/// <param name="Tensors">In the order of computation.</param>
public sealed record Trace(IReadOnlyList<TraceTensor> Tensors)
{
    /// <summary>A tensor by name.</summary>
    public TraceTensor this[string name] =>
        Tensors.FirstOrDefault(tensor => tensor.Name == name) ?? throw new KeyNotFoundException($"The trace has no tensor \"{name}\".");

    /// <summary>A safetensors file of it, to which metadata can be added.</summary>
    public SafetensorsWriter ToSafetensors()
    {
        var writer = new SafetensorsWriter();
        foreach (var tensor in Tensors)
        {
            writer.Add(tensor.Name, tensor.Values, tensor.Rows, tensor.Columns);
        }

        return writer;
    }
}

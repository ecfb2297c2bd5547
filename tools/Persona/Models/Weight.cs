using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Persona.Models;

/// <summary>A trained tensor under the name that it has in a Hugging Face file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The leaf that gradients gather at.</param>
/// <param name="IsMap">Whether it is a linear map within a block, which Muon trains.</param>
internal sealed record Weight(string Name, Tensor Value, bool IsMap)
{
    public static float[] ToFloats(Tensor tensor)
    {
        using var host = tensor.detach().cpu();
        return host.data<float>().ToArray();
    }

    public static int[] Shape(Tensor tensor) => [.. tensor.shape.Select(n => (int)n)];
}

using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace SteerScope.Persona.Models;

/// <summary>
/// Llama (Touvron et al., arXiv 2302.13971) for training: padded batches and gradients, which the product's own definition does not
/// have. That both are the same function is tested on what this one writes.
/// </summary>
internal sealed class Llama : IDisposable
{
    private readonly Tensor _cos; // [positions, head]
    private readonly Tensor _sin;
    private readonly Dictionary<string, Tensor> _values;

    /// <summary>Random weights: normal with a deviation of 0.02, output maps of blocks less by sqrt(2 layers), gains 1.</summary>
    public Llama(ModelSize size, long seed, torch.Device device)
    {
        size.Check();
        Size = size;
        Device = device;
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)seed, torch.CPU);
        Weights = [.. Shapes(size).Select(shape => Create(shape.Name, shape.Shape, size, generator, device))];
        _values = Weights.ToDictionary(weight => weight.Name, weight => weight.Value, StringComparer.Ordinal);
        var half = size.HeadWidth / 2;
        var frequencies = torch.pow(ModelSize.RotaryBase, torch.arange(half, dtype: torch.float64) * (-2.0 / size.HeadWidth));
        var angles = torch.outer(torch.arange(ModelSize.MaxPositions, dtype: torch.float64), frequencies).repeat(1, 2);
        _cos = angles.cos().to(torch.float32).to(device).MoveToOuterDisposeScope();
        _sin = angles.sin().to(torch.float32).to(device).MoveToOuterDisposeScope();
        _cos.DetachFromDisposeScope();
        _sin.DetachFromDisposeScope();
    }

    public ModelSize Size { get; }

    public torch.Device Device { get; }

    public IReadOnlyList<Weight> Weights { get; }

    /// <summary>Number of weights.</summary>
    public long Count => Weights.Sum(weight => weight.Value.numel());

    /// <summary>Logits of every position.</summary>
    /// <param name="ids">[B, T], padded at the end.</param>
    /// <returns>[B, T, V].</returns>
    public Tensor Forward(Tensor ids)
    {
        var x = _values["model.embed_tokens.weight"].index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], Size.Width); // [B, T, d]
        for (var layer = 0; layer < Size.Layers; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            x = x + Attention(Norm(x, prefix + "input_layernorm.weight"), prefix + "self_attn.");
            x = x + Mlp(Norm(x, prefix + "post_attention_layernorm.weight"), prefix + "mlp.");
        }

        return Map(Norm(x, "model.norm.weight"), Size.Tied ? "model.embed_tokens.weight" : "lm_head.weight");
    }

    public void Dispose()
    {
        foreach (var weight in Weights)
        {
            weight.Value.grad?.Dispose();
            weight.Value.Dispose();
        }

        _cos.Dispose();
        _sin.Dispose();
    }

    private static IEnumerable<(string Name, long[] Shape)> Shapes(ModelSize size)
    {
        yield return ("model.embed_tokens.weight", [size.Vocabulary, size.Width]);
        for (var layer = 0; layer < size.Layers; layer++)
        {
            var prefix = $"model.layers.{layer}.";
            yield return (prefix + "input_layernorm.weight", [size.Width]);
            foreach (var name in new[] { "q_proj", "k_proj", "v_proj", "o_proj" })
            {
                yield return ($"{prefix}self_attn.{name}.weight", [size.Width, size.Width]);
            }

            yield return (prefix + "post_attention_layernorm.weight", [size.Width]);
            yield return (prefix + "mlp.gate_proj.weight", [size.Hidden, size.Width]);
            yield return (prefix + "mlp.up_proj.weight", [size.Hidden, size.Width]);
            yield return (prefix + "mlp.down_proj.weight", [size.Width, size.Hidden]);
        }

        yield return ("model.norm.weight", [size.Width]);
        if (!size.Tied)
        {
            yield return ("lm_head.weight", [size.Vocabulary, size.Width]);
        }
    }

    // Drawn on the processor whatever the device, so that a seed means one model.
    private static Weight Create(string name, long[] shape, ModelSize size, torch.Generator generator, torch.Device device)
    {
        const double Deviation = 0.02;
        var isMap = name.EndsWith("_proj.weight", StringComparison.Ordinal);
        var isOutput = name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);
        var deviation = isOutput ? Deviation / Math.Sqrt(2.0 * size.Layers) : Deviation;
        var value = shape.Length == 1 ? torch.ones(shape) : torch.randn(shape, generator: generator) * deviation;
        value = value.to(device).detach().requires_grad_(true);
        value.DetachFromDisposeScope();
        return new Weight(name, value, isMap);
    }

    private Tensor Norm(Tensor x, string gain) => x * torch.rsqrt(x.square().mean([-1], keepdim: true) + ModelSize.Epsilon) * _values[gain];

    private Tensor Map(Tensor x, string name) => x.matmul(_values[name].t());

    private Tensor Attention(Tensor x, string prefix)
    {
        var q = Turn(Heads(Map(x, prefix + "q_proj.weight"))); // [B, H, T, h]
        var k = Turn(Heads(Map(x, prefix + "k_proj.weight")));
        var v = Heads(Map(x, prefix + "v_proj.weight"));
        var mixed = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true);
        return Map(mixed.transpose(1, 2).reshape(x.shape), prefix + "o_proj.weight");
    }

    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], Size.Heads, Size.HeadWidth).transpose(1, 2);

    private Tensor Turn(Tensor x)
    {
        var (length, half) = (x.shape[2], Size.HeadWidth / 2);
        var rotated = torch.cat([-x.narrow(3, half, half), x.narrow(3, 0, half)], dim: 3);
        return (x * _cos.narrow(0, 0, length)) + (rotated * _sin.narrow(0, 0, length));
    }

    private Tensor Mlp(Tensor x, string prefix) =>
        Map(torch.nn.functional.silu(Map(x, prefix + "gate_proj.weight")) * Map(x, prefix + "up_proj.weight"), prefix + "down_proj.weight");
}

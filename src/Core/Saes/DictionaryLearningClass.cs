using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// The classes of dictionary_learning. Its encoder and decoder are torch.nn.Linear, [outputs, inputs], but for the two with
/// W_enc [d, F] and W_dec [F, d].
/// </summary>
internal static class DictionaryLearningClass
{
    /// <summary>Reads a class's state dict; the second argument is config.json's section <c>trainer</c>.</summary>
    public delegate (SaeSpec Spec, SaeWeights Weights) Reader(TorchFile file, SaeConfig? trainer);

    /// <summary>By the name of the class (<c>dict_class</c>).</summary>
    public static IReadOnlyDictionary<string, Reader> All { get; } = new SortedDictionary<string, Reader>(StringComparer.Ordinal)
    {
        // Loading it divides the decoder's columns by their norms and multiplies the encoder by them.
        ["AutoEncoder"] = (file, _) => Linear(file, "bias", Spec(SaeArchitecture.Standard) with { UnitDecoder = true }),
        ["AutoEncoderNew"] = (file, _) => Linear(file, "decoder.bias", Spec(SaeArchitecture.Standard) with { ApplyBDecToInput = false }),
        ["AutoEncoderTopK"] = (file, trainer) => Linear(file, "b_dec", Spec(SaeArchitecture.TopK) with { K = KOf(file, trainer) }),
        ["BatchTopKSAE"] = (file, _) => Thresholded(file, Linear(file, "b_dec", Spec(SaeArchitecture.JumpRelu) with { TrainedAs = "batchtopk" })),
        ["MatryoshkaBatchTopKSAE"] = (file, _) => Thresholded(file, Matrices(file, Spec(SaeArchitecture.JumpRelu) with { TrainedAs = "matryoshka_batchtopk" })),
        ["JumpReluAutoEncoder"] = (file, _) =>
        {
            var (spec, weights) = Matrices(file, Spec(SaeArchitecture.JumpRelu) with { ApplyBDecToInput = false });
            return (spec, weights with { Threshold = file.Tensor("threshold") });
        },
        ["GatedAutoEncoder"] = (file, _) =>
        {
            var (spec, weights) = Linear(file, "decoder_bias", Spec(SaeArchitecture.Gated));
            return (spec, weights with { GateBias = file.Tensor("gate_bias"), MagnitudeBias = file.Tensor("mag_bias"), MagnitudeScale = file.Tensor("r_mag") });
        },
    };

    /// <summary>The class that has these tensors, where only one has.</summary>
    /// <exception cref="InputException">None has, or two have.</exception>
    public static string NameOf(TorchFile file)
    {
        var names = file.Names.ToHashSet(StringComparer.Ordinal);
        return names switch
        {
            _ when names.Contains("group_sizes") => "MatryoshkaBatchTopKSAE",
            _ when names.Contains("gate_bias") => "GatedAutoEncoder",
            _ when names.Contains("W_enc") && names.Contains("threshold") => "JumpReluAutoEncoder",
            _ when names.Contains("encoder.weight") && names.Contains("decoder.bias") => "AutoEncoderNew",
            _ when names.Contains("encoder.weight") && names.Contains("bias") => "AutoEncoder",
            _ when names.Contains("encoder.weight") && names.Contains("b_dec") => throw new InputException(
                $"{file.Path} can be an AutoEncoderTopK or a BatchTopKSAE; config.json beside it must say which by trainer.dict_class."),
            _ => throw new InputException($"{file.Path} holds {string.Join(", ", file.Names.Take(20))}, and must be the state dict of one of {string.Join(", ", All.Keys)}."),
        };
    }

    private static SaeSpec Spec(SaeArchitecture architecture) =>
        new() { Format = string.Empty, Architecture = architecture, InputWidth = 0, Features = 0, ApplyBDecToInput = true };

    private static (SaeSpec Spec, SaeWeights Weights) Linear(TorchFile file, string bias, SaeSpec spec)
    {
        // Its classes make the encoder's weight as a transposed view, which torch.save keeps; then [d, F] is what lies there.
        var transposed = file.Transposed("encoder.weight", out var inPlace);
        var (encoder, layout) = inPlace ? (transposed, WeightLayout.InputsByOutputs) : (file.Tensor("encoder.weight"), WeightLayout.OutputsByInputs);
        var shape = file.Tensor("encoder.weight").Shape;
        var bEnc = spec.Architecture == SaeArchitecture.Gated ? null : file.Tensor("encoder.bias");
        return (
            spec with { InputWidth = shape.Count == 2 ? shape[1] : 0, Features = shape.Count == 2 ? shape[0] : 0 },
            new SaeWeights(encoder, layout, bEnc, file.Transposed("decoder.weight", out _), file.Tensor(bias)));
    }

    private static (SaeSpec Spec, SaeWeights Weights) Matrices(TorchFile file, SaeSpec spec)
    {
        var encoder = file.Tensor("W_enc");
        return (
            spec with { InputWidth = encoder.Shape.Count == 2 ? encoder.Shape[0] : 0, Features = encoder.Shape.Count == 2 ? encoder.Shape[1] : 0 },
            new SaeWeights(encoder, WeightLayout.InputsByOutputs, file.Tensor("b_enc"), file.Tensor("W_dec"), file.Tensor("b_dec")));
    }

    // One threshold for all features, below 0 until training has set it: then it is a plain relu.
    private static (SaeSpec Spec, SaeWeights Weights) Thresholded(TorchFile file, (SaeSpec Spec, SaeWeights Weights) sae)
    {
        var threshold = file.Tensor("threshold");
        if (threshold.Count != 1 || !threshold.Type.IsFloating())
        {
            throw new InputException($"{file.Path}: 'threshold' is {threshold.Type} [{string.Join(", ", threshold.Shape)}], and must be one floating-point number.");
        }

        var value = threshold.ToFloats()[0];
        return (
            sae.Spec with { Note = value < 0 ? "The threshold was never set in training, so that the SAE is used as a plain relu." : null },
            sae.Weights with { Threshold = ComputedTensor.Of("threshold", file.Path, [.. Enumerable.Repeat(value, sae.Spec.Features)], sae.Spec.Features) });
    }

    private static int KOf(TorchFile file, SaeConfig? trainer)
    {
        var configured = trainer?.Number("k");
        int? stored = file.TryGet("k", out var tensor) && tensor.Count == 1 && !tensor.Type.IsFloating() ? (int)Math.Clamp(tensor.ToLongs()[0], 0, int.MaxValue) : null;
        if (configured is { } one && stored is { } other && one != other)
        {
            throw new InputException($"{file.Path}: 'k' is {other}, and config.json says {one}; they must be the same.");
        }

        return configured ?? stored ?? throw new InputException($"{file.Path} has no 'k', and config.json beside it must have trainer.k.");
    }
}

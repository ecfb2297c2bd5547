using System.Numerics;

namespace SteerScope.Saes.Training;

/// <summary>
/// What decides the weights that a training ends with, together with model, text and provider. Lengths are in units in which
/// activations have mean square norm d, in which SAEs are trained.
/// </summary>
public sealed record TrainingSettings
{
    /// <summary>Activation and loss.</summary>
    public required SaeKind Kind { get; init; }

    /// <summary>F: number of features.</summary>
    public required int Features { get; init; }

    /// <summary>Optimiser steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Tokens per step.</summary>
    public int Batch { get; init; } = 1024;

    /// <summary>Tokens that are shuffled together, at least a batch: what the memory holds of the activations.</summary>
    public int Buffer { get; init; } = 32_768;

    /// <summary>Largest learning rate; null is <see cref="RuleOfThumb"/>.</summary>
    public double? LearningRate { get; init; }

    /// <summary>TopK: features per token.</summary>
    public int K { get; init; } = 32;

    /// <summary>JumpReLU: features per token that <see cref="SparsityController"/> steers to; null keeps <see cref="Sparsity"/>.</summary>
    public double? TargetL0 { get; init; }

    /// <summary>JumpReLU: lambda, or where it starts; the loss of a token is its squared error divided by d, plus lambda * L0.</summary>
    public double Sparsity { get; init; } = 1e-3;

    /// <summary>JumpReLU: epsilon, the width of the kernel that gives thresholds a gradient.</summary>
    public double Bandwidth { get; init; } = 0.5;

    /// <summary>JumpReLU: where thresholds start.</summary>
    public double InitialThreshold { get; init; } = 0.5;

    /// <summary>TopK: weight of the loss that dead features have (alpha of Gao et al.).</summary>
    public double AuxiliaryWeight { get; init; } = 1.0 / 32;

    /// <summary>Tokens without activity after which a feature is dead; null is a tenth of the training's, at most ten million.</summary>
    public long? DeadAfter { get; init; }

    /// <summary>Seed of the initial weights and of the shuffles.</summary>
    public long Seed { get; init; }

    /// <summary>Tokens of the whole training.</summary>
    public long Tokens => (long)Steps * Batch;

    /// <summary>The largest learning rate in use.</summary>
    public double PeakLearningRate => LearningRate ?? RuleOfThumb(Kind, Features);

    /// <summary>Tokens without activity after which a feature is dead.</summary>
    public long DeadTokens => DeadAfter ?? Math.Clamp(Tokens / 10, 1, 10_000_000);

    /// <summary>
    /// TopK: 2e-4 at 2^14 features, by the inverse square root of their number, after Gao et al.'s appendix A.3. JumpReLU: three times
    /// that, since a threshold's logarithm moves by hardly more than the rate in a step; the paper's 7e-5 is for a million steps.
    /// </summary>
    public static double RuleOfThumb(SaeKind kind, int features) => (kind == SaeKind.Jumprelu ? 6e-4 : 2e-4) / Math.Sqrt(features / 16384.0);

    /// <summary>Dead features that may reconstruct the error of a token: the power of two nearest to d/2 (Gao et al., appendix A.2).</summary>
    public static int AuxiliaryK(int width)
    {
        var half = Math.Max(1, width / 2);
        var below = 1 << BitOperations.Log2((uint)half);
        return half - below < (2 * below) - half ? below : 2 * below;
    }
}

using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>Checks that the tensors of an SAE fit one another.</summary>
internal static class SaeShapes
{
    public static void Check(SaeSpec spec, SaeWeights weights)
    {
        var (d, f) = (spec.InputWidth, spec.Features);
        if (d < 1 || f < 1)
        {
            throw new InputException($"{weights.WEnc.Source}: '{weights.WEnc.Name}' has shape [{string.Join(", ", weights.WEnc.Shape)}] and the SAE {d} inputs and {f} features; it must be a matrix of at least one of each.");
        }

        Require(weights.WEnc, weights.EncoderLayout == WeightLayout.InputsByOutputs ? [d, f] : [f, d], spec);
        Require(weights.WDec, [f, d], spec);
        Require(weights.BDec, [d], spec);
        Require(weights.BEnc, [f], spec);
        Require(weights.Threshold, [f], spec);
        Require(weights.GateBias, [f], spec);
        Require(weights.MagnitudeBias, [f], spec);
        Require(weights.MagnitudeScale, [f], spec);
        Require(weights.DecoderScale, [f], spec);
        var complete = spec.Architecture switch
        {
            SaeArchitecture.JumpRelu => weights is { BEnc: not null, Threshold: not null },
            SaeArchitecture.Gated => weights is { GateBias: not null, MagnitudeBias: not null, MagnitudeScale: not null },
            _ => weights.BEnc is not null,
        };
        if (!complete)
        {
            throw new InputException($"{weights.WEnc.Source} lacks a bias or threshold that an SAE of architecture {SnakeCase.Of(spec.Architecture)} needs.");
        }

        if (spec.Architecture == SaeArchitecture.TopK && (spec.K < 1 || spec.K > f))
        {
            throw new InputException($"{weights.WEnc.Source}: k is {spec.K}, and must be from 1 to the {f} features.");
        }

        if (spec.Architecture == SaeArchitecture.GroupMax && (spec.K < 1 || f % spec.K != 0))
        {
            throw new InputException($"{weights.WEnc.Source}: k is {spec.K}, and must divide the {f} features into groups of equal size.");
        }
    }

    private static void Require(StoredTensor? tensor, int[] shape, SaeSpec spec)
    {
        if (tensor is null)
        {
            return;
        }

        if (!tensor.Shape.SequenceEqual(shape) || !tensor.Type.IsFloating())
        {
            throw new InputException(
                $"{tensor.Source}: '{tensor.Name}' is {tensor.Type} [{string.Join(", ", tensor.Shape)}], and must be floating-point [{string.Join(", ", shape)}] for {spec.InputWidth} inputs and {spec.Features} features.");
        }
    }
}

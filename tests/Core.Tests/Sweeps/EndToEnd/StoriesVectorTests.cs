using SteerScope.Statistics;
using SteerScope.Steering;
using SteerScope.Sweeps.Items;
using SteerScope.Tests.Support;
using Xunit;

namespace SteerScope.Core.Tests.Sweeps.EndToEnd;

/// <summary>Part a of the reference: activations at the letter, and the vectors made of them.</summary>
[Collection(StoriesSweep.Collection)]
public sealed class StoriesVectorTests(StoriesSweep sweep)
{
    public static TheoryData<int, int> Cases => StoriesSweep.Cases();

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Capture_EveryPair_HasTheReferenceActivations(int behaviour, int layer)
    {
        const int Values = 100 * StoriesExpected.Width;
        var reference = new StoriesExpected(behaviour);
        CaptureArtifact[] shards = [.. sweep.Keys.CaptureShards(behaviour, layer).Select(key => CaptureArtifact.From(sweep.Store.Read(key)))];
        Agree.All(reference.Tensor("train_positive").AsSpan(layer * Values, Values), Joined(shards.Select(shard => shard.Matching)), Tolerances.Activation, "train_positive");
        Agree.All(reference.Tensor("train_negative").AsSpan(layer * Values, Values), Joined(shards.Select(shard => shard.NotMatching)), Tolerances.Activation, "train_negative");
    }

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Vector_MeanDifference_IsTheReference(int behaviour, int layer) => Agree.All(
        new StoriesExpected(behaviour).Tensor(layer, "steering_vector"),
        sweep.Artifacts.Vector(behaviour, layer, SteeringVectorMethod.MeanDifference),
        Tolerances.Vector,
        "steering_vector");

    private static float[] Joined(IEnumerable<ActivationRows> parts) => [.. parts.SelectMany(rows => rows.Values.ToArray())];
}

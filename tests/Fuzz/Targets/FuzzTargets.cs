namespace SteerScope.Fuzz.Targets;

/// <summary>Every reader that is tried.</summary>
public static class FuzzTargets
{
    /// <summary>The targets by name.</summary>
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new SafetensorsTarget(),
        new CheckpointTarget(),
        new ModelConfigTarget(),
        new ShardIndexTarget(),
        new NpzTarget(),
        new TorchTarget(),
        new SaeTarget(),
        new TokenizerTarget(),
        new SpecTarget(),
        new BehaviourTarget(),
        new CorpusTarget(),
        new ArtifactTarget(),
        new SweepStateTarget(),
    ];
}

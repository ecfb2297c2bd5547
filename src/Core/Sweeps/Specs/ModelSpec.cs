using SteerScope.Devices;

namespace SteerScope.Sweeps.Specs;

/// <summary>The model.</summary>
public sealed record ModelSpec
{
    /// <summary>Folder of the checkpoint, as written.</summary>
    public string Path { get; init; } = "";

    /// <summary>Folder or file of the tokenizer, as written; null for the model's own.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Number format that the model is computed in.</summary>
    public Precision Precision { get; init; } = Precision.Float32;
}

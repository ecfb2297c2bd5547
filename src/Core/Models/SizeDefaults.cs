namespace SteerScope.Models;

/// <summary>What sizes mean that config.json does not give: the defaults of Hugging Face's configuration classes. Null: it has to.</summary>
internal sealed record SizeDefaults
{
    /// <summary>num_key_value_heads is num_attention_heads unless given.</summary>
    public bool Ungrouped { get; init; }

    public int? Layers { get; init; }

    public int? Width { get; init; }

    public int? Vocabulary { get; init; }

    public int? Heads { get; init; }

    public int? KeyValueHeads { get; init; }

    /// <summary>Null: hidden_size / num_attention_heads.</summary>
    public int? HeadDim { get; init; }

    public int? MlpWidth { get; init; }
}

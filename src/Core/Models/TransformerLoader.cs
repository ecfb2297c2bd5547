using SteerScope.Compute;

namespace SteerScope.Models;

/// <summary>Finds the definition that a checkpoint's model_type calls for: the one list of supported architectures.</summary>
public static class TransformerLoader
{
    private static readonly SortedDictionary<string, Func<ModelConfig, Architecture>> Architectures = new(StringComparer.Ordinal)
    {
        ["gemma"] = LlamaArchitecture.Gemma,
        ["gemma2"] = Gemma2Architecture.Gemma2,
        ["gemma3"] = Gemma2Architecture.Gemma3,
        ["gemma3_text"] = Gemma2Architecture.Gemma3Text,
        ["gpt2"] = Gpt2Architecture.Read,
        ["gpt_neox"] = GptNeoXArchitecture.Read,
        ["llama"] = LlamaArchitecture.Llama,
        ["mistral"] = LlamaArchitecture.Mistral,
        ["phi3"] = LlamaArchitecture.Phi3,
        ["qwen2"] = LlamaArchitecture.Qwen2,
        ["qwen3"] = LlamaArchitecture.Qwen3,
    };

    /// <summary>The values of model_type that can be loaded, sorted.</summary>
    public static IReadOnlyList<string> Supported { get; } = [.. Architectures.Keys];

    /// <summary>Checks config.json without touching weights; <c>Shape</c> of the result is enough to plan.</summary>
    /// <exception cref="InputException">The architecture is not supported, or a field is missing, ill-typed or absurd.</exception>
    public static Architecture Read(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (!Architectures.TryGetValue(config.ModelType, out var read))
        {
            throw config.Wrong("model_type", $"is \"{config.ModelType}\", but must be one of {string.Join(", ", Supported)}");
        }

        UnsupportedOptions.Refuse(config);
        return read(config);
    }

    /// <summary>Brings a model to the device. The checkpoint may be closed afterwards; <paramref name="ops"/> must outlive the model.</summary>
    /// <exception cref="InputException">config.json or the tensors are not what the architecture needs.</exception>
    public static Transformer<T> Load<T>(ITensorOps<T> ops, Checkpoint checkpoint)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(ops);
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Read(checkpoint.Config).Load(ops, checkpoint);
    }
}

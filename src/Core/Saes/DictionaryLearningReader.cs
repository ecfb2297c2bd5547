using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// dictionary_learning's form (saprmarks/dictionary_learning, Marks, Karvonen and Mueller 2024): ae.pt, a state dict of one of
/// that library's classes, with config.json beside it. Conventions as its <c>load_dictionary</c> and <c>encode</c> have them
/// at 60ec6bf; see <see cref="DictionaryLearningClass"/>. Activations that were normalised in training need nothing here: the
/// factor was multiplied into the biases when the file was saved.
/// </summary>
public sealed class DictionaryLearningReader : ISaeReader
{
    /// <summary>Name of the weights' file in a folder.</summary>
    public const string FileName = "ae.pt";

    private const string ConfigName = "config.json";

    private static readonly string[] Extensions = [".pt", ".pth"];

    /// <inheritdoc/>
    public string Format => "dictionary_learning";

    /// <inheritdoc/>
    public string LooksFor => $"{FileName} with {ConfigName}";

    /// <inheritdoc/>
    public bool Recognises(string path) => Directory.Exists(path)
        ? File.Exists(Path.Combine(path, FileName))
        : File.Exists(path) && Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => ConfigFolder(path) is { } folder ? [Path.Combine(folder, ConfigName), FileOf(path)] : [FileOf(path)];

    /// <inheritdoc/>
    public InputException? Refusal(string path)
    {
        if (ConfigOf(path) is not { } config)
        {
            return null;
        }

        if (config.Section("buffer").Text("io") == "in_and_out")
        {
            return config.Refuse("buffer.io", "'in_and_out'", "out: a transcoder computes a module's output from its input, so that it cannot decompose a vector of the residual stream");
        }

        var name = config.Section("trainer").Text("dict_class");
        return name is null || DictionaryLearningClass.All.ContainsKey(name)
            ? null
            : config.Refuse("trainer.dict_class", $"'{name}'", $"one of {string.Join(", ", DictionaryLearningClass.All.Keys)}");
    }

    /// <inheritdoc/>
    public IReadOnlyList<SaeTensorFact> Tensors(string path)
    {
        using var file = TorchFile.Open(FileOf(path));
        return [.. file.Names.Select(file.Tensor).Select(tensor => new SaeTensorFact(tensor.Name, tensor.Type.ToString(), tensor.Shape))];
    }

    /// <inheritdoc/>
    public SaeFile Read(string path)
    {
        var config = ConfigOf(path);
        var file = TorchFile.Open(FileOf(path));
        try
        {
            var name = config?.Section("trainer").Text("dict_class") ?? DictionaryLearningClass.NameOf(file);
            var (spec, weights) = DictionaryLearningClass.All[name](file, config?.Section("trainer"));
            return new SaeFile(file.Path, spec with { Format = Format, HookName = config is null ? null : HookOf(config) }, weights, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string FileOf(string path) => Directory.Exists(path) ? Path.Combine(path, FileName) : path;

    private static SaeConfig? ConfigOf(string path) => ConfigFolder(path) is { } folder ? SaeConfig.Open(folder, ConfigName) : null;

    // A checkpoint of a training run lies in checkpoints/, one below the configuration.
    private static string? ConfigFolder(string path)
    {
        var folder = Path.GetFullPath(SaePath.FolderOf(FileOf(path)));
        var candidates = Path.GetFileName(folder) == "checkpoints" ? new[] { folder, Path.GetDirectoryName(folder)! } : [folder];
        return candidates.FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, ConfigName)));
    }

    // The layer's module is named by whoever trained it: nothing, resid_post_layer_8, attention_out_8, ...
    private static string? HookOf(SaeConfig config)
    {
        var trainer = config.Section("trainer");
        if (trainer.Text("submodule_name") is { } module && !module.Contains("resid_post", StringComparison.Ordinal))
        {
            return module;
        }

        var hook = config.Section("buffer").Text("io") == "in" ? "hook_resid_pre" : "hook_resid_post";
        return trainer.Number("layer") is { } layer ? $"blocks.{layer}.{hook}" : null;
    }
}

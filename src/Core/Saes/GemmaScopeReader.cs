using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Saes;

/// <summary>
/// Gemma Scope's params.npz (Lieberum et al. 2024): W_enc [d, F], b_enc [F], W_dec [F, d], b_dec [d], threshold [F]; some
/// releases spell the names in lower case. pre = x W_enc + b_enc; f = relu(pre) where pre > threshold; x̂ = f W_dec + b_dec.
/// </summary>
public sealed class GemmaScopeReader : ISaeReader
{
    /// <summary>Name of the file in a folder.</summary>
    public const string FileName = "params.npz";

    /// <inheritdoc/>
    public string Format => "gemma_scope";

    /// <inheritdoc/>
    public string LooksFor => FileName;

    /// <inheritdoc/>
    public bool Recognises(string path) =>
        File.Exists(path) ? path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) : File.Exists(Path.Combine(path, FileName));

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string path) => [FileOf(path)];

    /// <inheritdoc/>
    public InputException? Refusal(string path) => GemmaScopeRelease.IsTranscoder(path)
        ? new InputException($"{path} is of Gemma Scope's transcoders, going by its folder, and must be of its residual stream SAEs (-res): a transcoder computes an MLP's output from its input, so that it cannot decompose a vector of the residual stream.")
        : null;

    /// <inheritdoc/>
    public IReadOnlyList<SaeTensorFact> Tensors(string path)
    {
        using var file = NpzFile.Open(FileOf(path));
        return [.. file.Names.Select(name => file.Tensor(name)).Select(tensor => new SaeTensorFact(tensor.Name, tensor.Type.ToString(), tensor.Shape))];
    }

    /// <inheritdoc/>
    public SaeFile Read(string path)
    {
        var file = NpzFile.Open(FileOf(path));
        try
        {
            var encoder = Tensor(file, "W_enc");
            if (encoder.Shape.Count != 2 || encoder.Shape[0] < 1 || encoder.Shape[1] < 1)
            {
                throw new InputException($"{file.Path}: 'W_enc' has shape [{string.Join(", ", encoder.Shape)}], and must be [inputs, features].");
            }

            RefuseScalingFactor(file);
            var weights = new SaeWeights(
                encoder, WeightLayout.InputsByOutputs, Tensor(file, "b_enc"), Tensor(file, "W_dec"), Tensor(file, "b_dec"), Tensor(file, "threshold"));
            var spec = new SaeSpec
            {
                Format = Format,
                Architecture = SaeArchitecture.JumpRelu,
                InputWidth = encoder.Shape[0],
                Features = encoder.Shape[1],
                HookName = GemmaScopeRelease.HookOf(path),
            };
            return new SaeFile(file.Path, spec, weights, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string FileOf(string path) => File.Exists(path) ? path : Path.Combine(path, FileName);

    private static string? Find(NpzFile file, string name)
    {
        var found = file.Names.Where(candidate => string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length > 1
            ? throw new InputException($"{file.Path} holds {string.Join(" and ", found)}, of which only one can be {name}.")
            : found.FirstOrDefault();
    }

    private static StoredTensor Tensor(NpzFile file, string name) =>
        Find(file, name) is { } key
            ? file.Tensor(key)
            : throw new InputException($"{file.Path} holds no '{name}'; a Gemma Scope SAE has W_enc, b_enc, W_dec, b_dec and threshold, this file {string.Join(", ", file.Names)}.");

    // Some conversions carry a factor on the input. Ignoring it would give other features without a word.
    private static void RefuseScalingFactor(NpzFile file)
    {
        if (Find(file, "scaling_factor") is { } key)
        {
            var factor = file.Tensor(key);
            var one = factor.Type.IsFloating() && factor.ToFloats().All(value => value == 1);
            if (!one)
            {
                throw new InputException($"{file.Path} has a scaling_factor other than 1, which is not applied here; fold it into W_enc and W_dec.");
            }
        }
    }
}

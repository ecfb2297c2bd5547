using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Models;

/// <summary>
/// A model's folder as Hugging Face lays it out: config.json and model.safetensors, or model.safetensors.index.json and
/// the shards that it names. Tensors that no definition asks for are ignored. Pickled weights are never read.
/// </summary>
public sealed class Checkpoint : IDisposable
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    private const int ShownProblems = 10;

    private readonly Dictionary<string, SafetensorsFile> files;
    private readonly Dictionary<string, string> fileOf;

    private Checkpoint(string folder, ModelConfig config, Dictionary<string, SafetensorsFile> files, Dictionary<string, string> fileOf)
    {
        Folder = folder;
        Config = config;
        this.files = files;
        this.fileOf = fileOf;
        Names = [.. fileOf.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder as it was asked for.</summary>
    public string Folder { get; }

    /// <summary>Its config.json.</summary>
    public ModelConfig Config { get; }

    /// <summary>Names of all tensors, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The safetensors files, sorted by name: what a digest of the model has to cover besides config.json.</summary>
    public IReadOnlyList<string> WeightFiles => [.. files.Values.Select(file => file.Path).Order(StringComparer.Ordinal)];

    /// <summary>Opens config.json and every file of weights.</summary>
    /// <exception cref="InputException">A file is missing or malformed.</exception>
    public static Checkpoint Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new InputException($"{folder}: there is no such folder; a model is a folder with config.json and {SingleFile}.");
        }

        var config = ModelConfig.Load(Path.Combine(folder, "config.json"));
        var fileOf = ReadIndex(folder);
        var files = new Dictionary<string, SafetensorsFile>();
        try
        {
            OpenFiles(folder, fileOf is null ? [SingleFile] : [.. fileOf.Values.Distinct().Order(StringComparer.Ordinal)], files);
            fileOf ??= files[SingleFile].Names.ToDictionary(name => name, _ => SingleFile);
            CheckIndex(folder, fileOf, files);
            return new Checkpoint(folder, config, files, fileOf);
        }
        catch
        {
            DisposeAll(files);
            throw;
        }
    }

    /// <summary>Whether the checkpoint has a tensor of this name.</summary>
    public bool Has(string name) => fileOf.ContainsKey(name);

    /// <summary>The first of <paramref name="prefixes"/> with which a tensor of this name is there; the first of all where none is.</summary>
    public string Prefix(string name, params IReadOnlyList<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        return prefixes.FirstOrDefault(prefix => Has(prefix + name)) ?? prefixes[0];
    }

    /// <summary>A tensor if the checkpoint has it.</summary>
    /// <exception cref="InputException">The tensor is there, but its type is not one that this program reads.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? tensor)
    {
        tensor = null;
        return fileOf.TryGetValue(name, out var file) && files[file].TryGet(name, out tensor);
    }

    /// <summary>Closes the files; transformers that were loaded from them live on.</summary>
    public void Dispose() => DisposeAll(files);

    private static void DisposeAll(Dictionary<string, SafetensorsFile> files)
    {
        foreach (var file in files.Values)
        {
            file.Dispose();
        }
    }

    /// <summary>Which file holds which tensor; null for a checkpoint of a single file.</summary>
    private static Dictionary<string, string>? ReadIndex(string folder)
    {
        if (File.Exists(Path.Combine(folder, SingleFile)))
        {
            return null;
        }

        var path = Path.Combine(folder, IndexFile);
        if (!File.Exists(path))
        {
            var pickle = File.Exists(Path.Combine(folder, "pytorch_model.bin")) || File.Exists(Path.Combine(folder, "pytorch_model.bin.index.json"));
            throw new InputException(pickle
                ? $"{folder}: the weights are pickled (pytorch_model.bin), which can run code and is never loaded; save them as {SingleFile}."
                : $"{folder}: there is neither {SingleFile} nor {IndexFile}.");
        }

        var root = ModelFiles.ParseObject(ModelFiles.ReadJson(path), path);
        if (!root.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{path}: weight_map is missing; an object from tensor names to file names is needed.");
        }

        var fileOf = new Dictionary<string, string>();
        foreach (var (name, value) in Properties(map, path))
        {
            // A shard lies beside its index: anything else would let a download read other files of this machine.
            if (!ModelFiles.TryGetText(value, out var file) || file.Length == 0 || Path.GetFileName(file) != file || file.Contains('\\', StringComparison.Ordinal)
                || !file.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                throw new InputException($"{path}: weight_map \"{name}\" must be the name of a .safetensors file in the same folder.");
            }

            fileOf[name] = file;
        }

        return fileOf;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Properties(JsonElement map, string path)
    {
        foreach (var property in map.EnumerateObject())
        {
            string name;
            try
            {
                name = property.Name;
            }
            catch (InvalidOperationException exception)
            {
                throw new InputException($"{path}: weight_map holds a name that is not valid Unicode.", exception);
            }

            yield return (name, property.Value);
        }
    }

    private static void OpenFiles(string folder, string[] names, Dictionary<string, SafetensorsFile> files)
    {
        var missing = names.Where(name => !File.Exists(Path.Combine(folder, name))).ToList();
        if (missing.Count > 0)
        {
            throw new InputException($"{folder}: {IndexFile} names files that are missing: {string.Join(", ", missing.Take(ShownProblems))}{(missing.Count > ShownProblems ? ", ..." : "")}.");
        }

        foreach (var name in names)
        {
            files.Add(name, SafetensorsFile.Open(Path.Combine(folder, name)));
        }
    }

    private static void CheckIndex(string folder, Dictionary<string, string> fileOf, Dictionary<string, SafetensorsFile> files)
    {
        var present = files.ToDictionary(pair => pair.Key, pair => pair.Value.Names.ToHashSet());
        var problems = fileOf
            .Where(pair => !present[pair.Value].Contains(pair.Key))
            .Select(pair => $"{pair.Key} is not in {pair.Value}")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (problems.Count > 0)
        {
            var more = problems.Count > ShownProblems ? $"; and {problems.Count - ShownProblems} more" : "";
            throw new InputException($"{Path.Combine(folder, IndexFile)}: the shards do not hold what weight_map says: {string.Join("; ", problems.Take(ShownProblems))}{more}.");
        }
    }
}

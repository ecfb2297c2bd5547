using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SteerScope.Artifacts;
using SteerScope.Files;

namespace SteerScope.Saes.Training;

/// <summary>
/// The folder of one training: <c>layer_{l}/width_{F}/average_l0_{n}/</c> with the weights and <c>training.json</c>, as Gemma Scope
/// lays out its SAEs; <c>state/</c> with the settings and, until the end, the checkpoint; <c>staging/</c> for what is being written.
/// </summary>
public sealed class TrainingFolder
{
    /// <summary>What lies beside the weights: settings, scores and where they come from.</summary>
    public const string RecordName = "training.json";

    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true };

    /// <summary>Names the folder; nothing is created yet.</summary>
    public TrainingFolder(string root) => Root = Path.GetFullPath(root);

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>The state of a training that has not ended.</summary>
    public string Checkpoint => Path.Combine(State, "checkpoint.safetensors");

    private string State => Path.Combine(Root, "state");

    private string Staging => Path.Combine(Root, "staging");

    private string SettingsFile => Path.Combine(State, "settings.json");

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="InputException">Another process holds it, or it cannot be written.</exception>
    public IDisposable Lock()
    {
        try
        {
            return FolderLock.TryHold(State)
                ?? throw new InputException($"{Root} is in use by another training; wait for it to end, or name another folder by --out.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Root} cannot be written: {e.Message.TrimEnd('.')}; --out should name a folder that can be.", e);
        }
    }

    /// <summary>Opens the remembered digests of input files.</summary>
    public FileDigests OpenDigests() => FileDigests.Open(Path.Combine(State, "digests.json"));

    /// <summary>Begins a training or goes on with it. Only the holder of the lock may call this.</summary>
    /// <exception cref="InputException">The folder holds a training with other settings.</exception>
    public void Begin(JsonObject settings)
    {
        if (File.Exists(SettingsFile))
        {
            if (TrainingIdentity.Difference(ReadObject(SettingsFile), settings) is var (name, before, now))
            {
                throw new InputException($"{Root} holds a training whose {name} is {before}, and {now} is asked for; --out should name another folder.");
            }
        }
        else
        {
            Write(SettingsFile, settings);
        }

        if (Directory.Exists(Staging))
        {
            Directory.Delete(Staging, recursive: true);
        }
    }

    /// <summary>The records of all layers when the training has ended; null when it has not.</summary>
    public IReadOnlyList<(string Folder, JsonObject Record)>? Finished(JsonObject settings, IReadOnlyList<int> layers, int features)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (File.Exists(Checkpoint))
        {
            return null;
        }

        var found = new List<(string, JsonObject)>();
        foreach (var layer in layers)
        {
            var below = WidthFolder(layer, features);
            var records = Directory.Exists(below) ? Directory.GetFiles(below, RecordName, SearchOption.AllDirectories) : [];
            foreach (var path in records.Order(StringComparer.Ordinal))
            {
                var record = ReadObject(path);
                if (record["settings"] is JsonObject kept && TrainingIdentity.Difference(kept, settings) is null)
                {
                    found.Add((Path.GetDirectoryName(path)!, record));
                    break;
                }
            }
        }

        return found.Count == layers.Count ? found : null;
    }

    /// <summary>Writes an SAE with its record, whole or not at all.</summary>
    /// <param name="sae">The SAE.</param>
    /// <param name="record">Goes into <see cref="RecordName"/>.</param>
    /// <param name="write">Writes the weights into a folder.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="InputException">Another SAE is there.</exception>
    public string Commit(TrainedSae sae, JsonObject record, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(sae);
        ArgumentNullException.ThrowIfNull(write);
        var folder = Path.Combine(
            WidthFolder(sae.Layer, sae.Tensors.Features), string.Create(CultureInfo.InvariantCulture, $"average_l0_{Math.Round(sae.Score.L0):0}"));
        var path = Path.Combine(folder, RecordName);
        if (Directory.Exists(folder))
        {
            // A training that ended while it wrote its SAEs: the weights follow from the settings.
            return File.Exists(path) && TrainingIdentity.Difference(ReadObject(path), record) is null
                ? folder
                : throw new InputException($"{folder} is there already and is not of this training; --out should name another folder.");
        }

        var staged = Path.Combine(Staging, string.Create(CultureInfo.InvariantCulture, $"layer_{sae.Layer}"));
        Directory.CreateDirectory(staged);
        write(staged);
        Write(Path.Combine(staged, RecordName), record);
        foreach (var file in Directory.GetFiles(staged))
        {
            WholeFile.Flush(file);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.Move(staged, folder);
        return folder;
    }

    /// <summary>Deletes what only an unfinished training needs. Only the holder of the lock may call this.</summary>
    public void End()
    {
        File.Delete(Checkpoint);
        if (Directory.Exists(Staging))
        {
            Directory.Delete(Staging, recursive: true);
        }
    }

    private string WidthFolder(int layer, int features) =>
        Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"layer_{layer}"), string.Create(CultureInfo.InvariantCulture, $"width_{features}"));

    private static void Write(string path, JsonObject content) =>
        WholeFile.Replace(path, stream => stream.Write(Encoding.UTF8.GetBytes(content.ToJsonString(Form) + "\n")));

    private static JsonObject ReadObject(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw Wrong(null);
        }
        catch (JsonException e)
        {
            throw Wrong(e);
        }

        InputException Wrong(Exception? e) => new($"{path} is not the JSON object that a training writes; --out should name another folder.", e!);
    }
}

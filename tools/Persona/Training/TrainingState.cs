using System.Globalization;
using System.Text.Json;
using SteerScope.Files;
using SteerScope.Persona.Models;

namespace SteerScope.Persona.Training;

/// <summary>Keeps a <see cref="Trainer"/> on disk, so that a run goes on after it was stopped.</summary>
internal static class TrainingState
{
    private const string StepKey = "step";
    private const string OptionsKey = "options";

    /// <summary>Replaces the file at once: there is always a whole one.</summary>
    public static void Save(string path, Trainer trainer)
    {
        var writer = new SafetensorsWriter()
            .SetMetadata(StepKey, trainer.Step.ToString(CultureInfo.InvariantCulture))
            .SetMetadata(OptionsKey, JsonSerializer.Serialize(trainer.Options));
        foreach (var (name, value) in trainer.Model.Weights.Select(weight => (weight.Name, weight.Value)).Concat(trainer.State.Select(part => (part.Key, part.Value))))
        {
            writer.Add(name, Weight.ToFloats(value), Weight.Shape(value));
        }

        var staged = path + ".inprogress";
        writer.Write(staged);
        File.Move(staged, path, overwrite: true);
    }

    /// <summary>Takes up a saved state, if there is one.</summary>
    /// <exception cref="InputException">It is that of a run with other options.</exception>
    public static void Resume(string path, Trainer trainer)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(OptionsKey, out var options)
            || !file.Metadata.TryGetValue(StepKey, out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            throw new InputException($"{path}: is no state of a training; another --out should be named.");
        }

        var asked = JsonSerializer.Serialize(trainer.Options);
        if (options != asked)
        {
            throw new InputException($"{path}: the run was begun with {options}, and {asked} is asked for; it goes on only with the same, and another --out begins anew.");
        }

        trainer.Restore(step, name => file.Tensor(name).ToFloats(finite: true));
    }
}

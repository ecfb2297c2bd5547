using System.Globalization;
using SteerScope.Files;

namespace SteerScope.Saes.Training;

/// <summary>
/// A training on disk: one safetensors file, replaced as a whole, with all that the rest of it depends on. The activations that
/// were being shuffled are not in it: they are computed again from where their block begins in the text.
/// </summary>
internal static class TrainingCheckpoint
{
    private const string Form = "1";

    /// <summary>Replaces the checkpoint.</summary>
    public static void Write(string path, TrainingPosition position, IReadOnlyList<int> layers, IReadOnlyList<SaeTrainer> trainers)
    {
        var writer = new SafetensorsWriter()
            .SetMetadata("form", Form)
            .Add("position", new long[] { position.Step, position.Block, position.Text, position.Batch });
        for (var i = 0; i < trainers.Count; i++)
        {
            var (prefix, trainer) = (Prefix(layers[i]), trainers[i]);
            foreach (var (name, values) in Tensors(trainer).Where(tensor => tensor.Values.Length > 0))
            {
                writer.Add(prefix + name, values);
            }

            writer.Add(prefix + "silent", trainer.Activity.Since);
            writer.Add(prefix + "state", new[] { trainer.Scale, trainer.Controller.LogSparsity, trainer.Controller.MeanL0 });
        }

        WholeFile.Replace(path, writer.Write);
    }

    /// <summary>Brings trainers to where the checkpoint is.</summary>
    /// <exception cref="InputException">The file is damaged, or not of this training.</exception>
    public static TrainingPosition Read(string path, IReadOnlyList<int> layers, IReadOnlyList<SaeTrainer> trainers)
    {
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("form") != Form)
        {
            throw new InputException($"{path} was written by another version of this program; the training must be begun anew in another folder.");
        }

        for (var i = 0; i < trainers.Count; i++)
        {
            var (prefix, trainer) = (Prefix(layers[i]), trainers[i]);
            foreach (var (name, values) in Tensors(trainer).Where(tensor => tensor.Values.Length > 0))
            {
                Values(file, prefix + name, values.Length).CopyTo(0, values.AsSpan());
            }

            Values(file, prefix + "silent", trainer.Activity.Since.Length).ToLongs().CopyTo(trainer.Activity.Since, 0);
            var state = Values(file, prefix + "state", 3).ToDoubles();
            (trainer.Scale, trainer.Controller.LogSparsity, trainer.Controller.MeanL0) = (state[0], state[1], state[2]);
        }

        var position = Values(file, "position", 4).ToLongs();
        return new TrainingPosition((int)position[0], (int)position[1], position[2], (int)position[3]);
    }

    private static Compute.StoredTensor Values(SafetensorsFile file, string name, int count)
    {
        var tensor = file.Tensor(name);
        return tensor.Count == count
            ? tensor
            : throw new InputException($"{file.Path}: {name} has {tensor.Count} values, and must have {count}; the training must be begun anew in another folder.");
    }

    private static string Prefix(int layer) => string.Create(CultureInfo.InvariantCulture, $"layer{layer}.");

    private static IEnumerable<(string Name, float[] Values)> Tensors(SaeTrainer trainer) =>
    [
        .. trainer.Parameters.Tensors,
        .. trainer.FirstMoments.Tensors.Select(tensor => ("first." + tensor.Name, tensor.Values)),
        .. trainer.SecondMoments.Tensors.Select(tensor => ("second." + tensor.Name, tensor.Values)),
    ];
}

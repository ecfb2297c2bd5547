using System.Globalization;

namespace SteerScope.Planted;

/// <summary>
/// Writes a whole input for a sweep with known answers: model, tokenizer, SAE per layer, behaviours and ordinary text.
/// The tests use it as an oracle: the analysis must find what was planted.
/// </summary>
public static class PlantedWorld
{
    /// <summary>Writes everything below a folder; the same seed gives the same bytes.</summary>
    /// <param name="folder">Where to write.</param>
    /// <param name="questions">Questions per behaviour.</param>
    /// <param name="sentences">Sentences of ordinary text.</param>
    /// <param name="seed">Seed.</param>
    /// <returns>The model, whose directions the vectors must show.</returns>
    public static PlantedModel Write(string folder, int questions = 120, int sentences = 1500, int seed = 0)
    {
        var random = new PlantedRandom((ulong)seed);
        var basis = new PlantedBasis(random);
        var model = new PlantedModel(basis, random);
        model.Write(Path.Combine(folder, "model"));
        for (var layer = 0; layer < PlantedModel.Layers; layer++)
        {
            PlantedSae.Write(
                Path.Combine(folder, "saes", string.Create(CultureInfo.InvariantCulture, $"layer_{layer}"), "width_256", "params.npz"),
                basis,
                random);
        }

        for (var behaviour = 0; behaviour < PlantedWords.Behaviours.Count; behaviour++)
        {
            PlantedText.WriteBehaviour(
                Path.Combine(folder, "behaviours", PlantedWords.Behaviours[behaviour] + ".jsonl"), behaviour, questions, random);
        }

        PlantedText.WriteCorpus(Path.Combine(folder, "text", "ordinary.txt"), sentences, random);
        return model;
    }
}

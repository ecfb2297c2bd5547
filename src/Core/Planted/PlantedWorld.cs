using System.Globalization;

namespace SteerScope.Planted;

/// <summary>
/// Writes a whole input for a sweep with known answers: model, tokenizer, SAE per layer, behaviours and ordinary text.
/// The tests use it as an oracle: the analysis must find what was planted.
/// </summary>
public static class PlantedWorld
{
    /// <summary>Folder of the model.</summary>
    public const string ModelFolder = "planted-llama";

    /// <summary>Name of the spec in the folder.</summary>
    public const string SpecFileName = "spec.yaml";

    // Everything that the analysis does, on what lies beside this file.
    private const string Spec = """
        # The whole analysis on a small model with planted answers. docs/spec.md explains every field. Paths start from the
        # folder of this file: to make it a spec of your own, copy it beside your files and put their paths here.
        name: demo
        out: results
        model:
          path: planted-llama
        behaviours:
          - behaviours/*.jsonl
        prompts:
          template: "{question}\n\n Answer:{answer}"
          train: 60
          test: 40
          shard_size: 20
        corpus:
          paths: [text/ordinary.txt]
          document: line
          tokens: 8000
          chunk: 64
          shard_tokens: 1024
        vectors:
          methods: [mean_difference, pca, logistic_probe]
        saes:
          - name: planted
            path: saes
            pattern: "layer_{layer}/width_256/params.npz"
        steer:
          positions: [answer, all, last]
          metrics: [letter_logit_diff, logit_diff_sum, logprob_diff_sum]
          variants: [vector, reconstruction, activation_difference, pursuit]
        compute:
          workers: 2
        """;

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
        model.Write(Path.Combine(folder, ModelFolder));
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

        File.WriteAllText(Path.Combine(folder, SpecFileName), Spec + "\n");
        PlantedText.WriteCorpus(Path.Combine(folder, "text", "ordinary.txt"), sentences, random);
        return model;
    }
}

using System.Security.Cryptography;
using SteerScope.Files;

namespace SteerScope.Persona.Training;

/// <summary>Weights of an earlier checkpoint that a training begins with: its text is another, its optimizers begin anew.</summary>
/// <param name="folder">The checkpoint.</param>
internal sealed class FirstWeights(string folder)
{
    private string Path => System.IO.Path.Combine(folder, "model.safetensors");

    /// <summary>SHA-256 of the weights' file.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public string Digest()
    {
        if (!File.Exists(Path))
        {
            throw new InputException($"{Path}: is not there; --from should name a checkpoint of train.");
        }

        using var stream = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Puts them into a trainer that has done no step.</summary>
    /// <exception cref="InputException">They are of another size.</exception>
    public void Begin(Trainer trainer)
    {
        using var file = SafetensorsFile.Open(Path);
        foreach (var weight in trainer.Model.Weights)
        {
            if (!file.Names.Contains(weight.Name) || !file.Tensor(weight.Name).Shape.Select(n => (long)n).SequenceEqual(weight.Value.shape))
            {
                throw new InputException($"{Path}: {weight.Name} should have the shape [{string.Join(", ", weight.Value.shape)}]; --from should name a checkpoint of this size.");
            }
        }

        trainer.Begin(name => file.Tensor(name).ToFloats(finite: true));
    }
}

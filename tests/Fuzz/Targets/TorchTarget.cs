using SteerScope.Files;
using SteerScope.Fuzz.Mutators;
using SteerScope.Fuzz.Seeds;

namespace SteerScope.Fuzz.Targets;

/// <summary>A file of torch.save: its pickle, every tensor as numbers in both orders, and the SAE of dictionary_learning that it holds.</summary>
internal sealed class TorchTarget : IFuzzTarget
{
    // A deflated storage may well hold 1032 times its size, and many tensors may lie in one storage.
    private const int LargestRatio = 1032;
    private const int MostTensors = 40;

    /// <inheritdoc/>
    public string Name => "pt";

    /// <inheritdoc/>
    public MemoryBound Memory => new(4 << 20, 20 * LargestRatio);

    /// <inheritdoc/>
    public IReadOnlyList<FuzzSeed> Seeds { get; } =
    [
        new("stored", "ae.pt", TorchSeeds.Autoencoder(deflated: false)),
        new("deflated", "ae.pt", TorchSeeds.Autoencoder(deflated: true)),
        new("strided", "tensors.pt", TorchSeeds.Strided()),
        new("dictionary", "ae.pt", TorchSeeds.Autoencoder(deflated: false), new Dictionary<string, byte[]> { ["config.json"] = TorchSeeds.Config }),
        new("dictionary-config", "config.json", TorchSeeds.Config, new Dictionary<string, byte[]> { ["ae.pt"] = TorchSeeds.Autoencoder(deflated: false) }),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IMutator> Mutators { get; } =
        [new ByteMutator(), new JsonMutator(), new ZipFieldMutator(), new Zip64Mutator(), new ZipEntryMutator(new PickleMutator()), new ZipEntryMutator(new PickleMutator()), new ZipEntryMutator(new PickleMutator()), new ZipEntryMutator(new ByteMutator())];

    /// <inheritdoc/>
    public void Read(string folder, FuzzSeed seed)
    {
        if (seed.FileName != "tensors.pt")
        {
            SaeReading.Read(folder);
        }

        if (!seed.FileName.EndsWith(".pt", StringComparison.Ordinal))
        {
            return;
        }

        using var file = TorchFile.Open(Path.Combine(folder, seed.FileName));
        foreach (var name in file.Names.Take(MostTensors))
        {
            var tensor = file.Tensor(name);
            var transposed = file.Transposed(name, out _);
            var (values, turned) = (tensor.ToDoubles(), transposed.ToDoubles());
            if (values.Length != tensor.Count || turned.Length != tensor.Count || !values.Order().SequenceEqual(turned.Order()))
            {
                throw new ImplausibleException($"A tensor of {tensor.Count} elements has {values.Length} values, {turned.Length} when transposed, and not the same ones.");
            }
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using SteerScope.Compute;

namespace SteerScope.Files;

/// <summary>
/// A state dict that torch.save wrote (<c>.pt</c>, <c>.pth</c>, <c>.bin</c>): names to tensors. The pickle inside is read by a
/// reader that knows tensors and plain values only, so that nothing in a file is ever run (<see cref="TorchPickle"/>). What
/// a tensor claims is checked against the bytes that the file has before memory is taken.
/// </summary>
public sealed class TorchFile : IDisposable
{
    private readonly TorchArchive archive;
    private readonly SortedDictionary<string, TorchTensorRef> references = new(StringComparer.Ordinal);
    private readonly List<TorchTensor> tensors = [];
    private readonly Lock gate = new();

    private TorchFile(TorchArchive archive)
    {
        this.archive = archive;
        if (TorchPickle.Read(archive.ReadPickle(), archive.Path) is not PickleDictionary root)
        {
            throw new InputException($"{archive.Path} holds no dictionary, and must hold a state dict: names with tensors.");
        }

        foreach (var (key, value) in root.Pairs)
        {
            if (key is string name && value is TorchTensorRef reference)
            {
                references[name] = reference;
            }
        }

        if (references.Count == 0)
        {
            var keys = string.Join(", ", root.Pairs.Select(pair => pair.Key).OfType<string>().Take(8));
            throw new InputException($"{archive.Path} holds {(keys.Length == 0 ? "nothing" : keys)} and no tensor beside them, and must hold a state dict alone: names with tensors.");
        }
    }

    /// <summary>Where the file is.</summary>
    public string Path => archive.Path;

    /// <summary>Names of the tensors, in ordinal order; values that are no tensors are left aside.</summary>
    public IReadOnlyCollection<string> Names => references.Keys;

    /// <summary>Opens a file and reads its pickle.</summary>
    /// <exception cref="InputException">The file is missing, truncated, of the old form, or its pickle asks for more than tensors.</exception>
    public static TorchFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var archive = TorchArchive.Open(path);
        try
        {
            return new TorchFile(archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>A tensor that must be there, row-major whatever its strides in the file; valid until the file is disposed of.</summary>
    /// <exception cref="InputException">There is none of that name, or it is damaged.</exception>
    public StoredTensor Tensor(string name) => Find(name);

    /// <summary>A tensor if the file has it.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out StoredTensor? tensor)
    {
        tensor = references.ContainsKey(name) ? Find(name) : null;
        return tensor is not null;
    }

    /// <summary>A tensor with its dimensions in the opposite order: torch.nn.Linear's [outputs, inputs] as [inputs, outputs].</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="inPlace">Whether that is how it lies in the file, so that nothing is copied.</param>
    /// <exception cref="InputException">There is none of that name, or it is damaged.</exception>
    public StoredTensor Transposed(string name, out bool inPlace)
    {
        var transposed = Keep(Find(name).Transposed());
        inPlace = transposed.InPlace;
        return transposed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            tensors.ForEach(tensor => tensor.Dispose());
            tensors.Clear();
        }

        archive.Dispose();
    }

    private TorchTensor Find(string name) => references.TryGetValue(name, out var reference)
        ? Keep(new TorchTensor(name, Path, reference, archive.Storage(reference.Storage)))
        : throw new InputException($"{Path} holds no tensor '{name}'; it holds {string.Join(", ", Names.Take(20))}.");

    private TorchTensor Keep(TorchTensor tensor)
    {
        lock (gate)
        {
            tensors.Add(tensor);
        }

        return tensor;
    }
}

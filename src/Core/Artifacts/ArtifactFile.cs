using System.Text.Json;
using SteerScope.Compute;
using SteerScope.Files;

namespace SteerScope.Artifacts;

/// <summary>An artifact on disk: a safetensors file whose header holds the texts, the key and the content's digest.</summary>
internal static class ArtifactFile
{
    private const string KeyField = "steerscope.key";
    private const string DigestField = "steerscope.digest";
    private const string InputsField = "steerscope.inputs";

    public static void Write(string path, ArtifactKey key, ArtifactContent content, IReadOnlyDictionary<string, string>? inputs = null)
    {
        var writer = new SafetensorsWriter { SortByName = true }
            .SetMetadata(KeyField, key.Digest)
            .SetMetadata(DigestField, content.Digest())
            .SetMetadata(InputsField, JsonSerializer.Serialize(inputs ?? new Dictionary<string, string>()));
        foreach (var (name, text) in content.Texts)
        {
            writer.SetMetadata(name, text);
        }

        foreach (var array in content.Arrays)
        {
            int[] shape = [.. array.Shape];
            _ = array.Values switch
            {
                float[] values => writer.Add(array.Name, values, shape),
                double[] values => writer.Add(array.Name, values, shape),
                int[] values => writer.Add(array.Name, values, shape),
                long[] values => writer.Add(array.Name, values, shape),
                _ => throw new InvalidOperationException($"{array.Name} holds {array.Values.GetType().Name}."),
            };
        }

        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        writer.Write(stream);
        stream.Flush(flushToDisk: true);
    }

    public static Artifact Read(string path, ArtifactKey key)
    {
        if (!File.Exists(path))
        {
            throw new ArtifactException($"{path} is gone since the run began; run the sweep again.");
        }

        try
        {
            using var file = SafetensorsFile.Open(path);
            if (file.Metadata.GetValueOrDefault(KeyField) != key.Digest)
            {
                throw new ArtifactException($"{path} is not the artifact {key}; delete the file and run the sweep again.");
            }

            var content = new ArtifactContent();
            foreach (var (name, text) in file.Metadata)
            {
                if (name is not (KeyField or DigestField or InputsField))
                {
                    content.Add(name, text);
                }
            }

            foreach (var name in file.Names)
            {
                var tensor = file.Tensor(name);
                content.Add(name, Values(path, tensor), [.. tensor.Shape]);
            }

            var digest = content.Digest();
            return digest == file.Metadata.GetValueOrDefault(DigestField)
                ? new Artifact(path, digest, content)
                : throw new ArtifactException($"{path} was damaged after it was committed; delete the file and run the sweep again.");
        }
        catch (InputException e)
        {
            throw new ArtifactException($"{path} cannot be read as an artifact; delete the file and run the sweep again: {e.Message}", e);
        }
    }

    private static Array Values(string path, StoredTensor tensor) => tensor.Type switch
    {
        StoredType.F32 => tensor.ToFloats(),
        StoredType.F64 => tensor.ToDoubles(),
        StoredType.I32 => Array.ConvertAll(tensor.ToLongs(), value => (int)value),
        StoredType.I64 => tensor.ToLongs(),
        _ => throw new ArtifactException($"{path}: {tensor.Name} is {tensor.Type}, which no artifact holds; delete the file and run the sweep again."),
    };
}

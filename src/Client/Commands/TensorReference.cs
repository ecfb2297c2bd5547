using SteerScope.Files;

namespace SteerScope.Client.Commands;

/// <summary>A tensor named on the command line as <c>FILE.safetensors:NAME</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The tensor in it.</param>
internal sealed record TensorReference(string Path, string Name)
{
    /// <summary>Splits the text at its last colon.</summary>
    /// <exception cref="InputException">It is not of that form.</exception>
    public static TensorReference Parse(string option, string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && colon < text.Length - 1
            ? new TensorReference(text[..colon], text[(colon + 1)..])
            : throw new InputException($"{option} {text}: should be FILE.safetensors:NAME, a file and the name of a tensor in it.");
    }

    /// <summary>Reads a vector [d] or [1, d].</summary>
    /// <exception cref="InputException">The file or the tensor is missing, or has another rank.</exception>
    public float[] ReadVector()
    {
        using var file = SafetensorsFile.Open(Path);
        var tensor = file.Tensor(Name);
        return tensor.Shape is [_] or [1, _]
            ? tensor.ToFloats(finite: true)
            : throw new InputException($"{Path}: {Name} has shape [{string.Join(", ", tensor.Shape)}]; it should be a vector [d].");
    }

    /// <summary>Reads a matrix [n, d]; a vector counts as one row.</summary>
    /// <exception cref="InputException">The file or the tensor is missing, or has another rank.</exception>
    public (float[] Values, int Rows, int Columns) ReadMatrix()
    {
        using var file = SafetensorsFile.Open(Path);
        var tensor = file.Tensor(Name);
        return tensor.Shape switch
        {
            [var d] => (tensor.ToFloats(finite: true), 1, d),
            [var n, var d] => (tensor.ToFloats(finite: true), n, d),
            _ => throw new InputException($"{Path}: {Name} has shape [{string.Join(", ", tensor.Shape)}]; it should be a matrix [n, d]."),
        };
    }
}

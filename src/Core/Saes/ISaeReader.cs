namespace SteerScope.Saes;

/// <summary>One file format of SAEs.</summary>
public interface ISaeReader
{
    /// <summary>Name of the format, as in <see cref="SaeSpec.Format"/>.</summary>
    string Format { get; }

    /// <summary>What a user would look for, e.g. <c>params.npz</c>.</summary>
    string LooksFor { get; }

    /// <summary>Whether a file or folder is of this format, from its name and what lies in it.</summary>
    bool Recognises(string path);

    /// <summary>Opens it.</summary>
    /// <exception cref="InputException">It is damaged or incomplete.</exception>
    SaeFile Read(string path);
}

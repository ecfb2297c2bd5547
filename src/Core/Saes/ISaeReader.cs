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

    /// <summary>The files that make it up: weights, and configuration where there is one.</summary>
    IReadOnlyList<string> FilesOf(string path);

    /// <summary>Why a sound file of this form cannot decompose a vector of the residual stream; null when it can.</summary>
    /// <exception cref="InputException">Its configuration is damaged.</exception>
    InputException? Refusal(string path);

    /// <summary>What the file holds.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    IReadOnlyList<SaeTensorFact> Tensors(string path);

    /// <summary>Opens it.</summary>
    /// <exception cref="InputException">It is damaged or incomplete.</exception>
    SaeFile Read(string path);
}

using System.Globalization;

namespace SteerScope.Tables;

/// <summary>
/// How the rows of a file were made. It goes into the metadata of every file, so that a file that was copied elsewhere still says what it holds.
/// </summary>
/// <param name="Hook">Where activations were read, e.g. <c>resid_post</c>.</param>
/// <param name="ReadPosition">Token at which they were read, e.g. <c>letter</c> or <c>all</c>.</param>
/// <param name="Bos">What was done about the BOS token, e.g. <c>prepended, left out of norms</c>.</param>
/// <param name="TemplateDigest">Digest of the prompt template.</param>
/// <param name="Precision">Number format that the model was computed in, e.g. <c>float32</c>.</param>
/// <param name="Provider">Compute provider and device type, e.g. <c>cpu</c>.</param>
/// <param name="DModel">Length of the vectors: the width of the residual stream.</param>
public sealed record TableOrigin(string Hook, string ReadPosition, string Bos, string TemplateDigest, string Precision, string Provider, int DModel)
{
    /// <summary>The metadata keys with one line on each, in the order of the documentation.</summary>
    public static IReadOnlyList<(string Key, string Description)> Keys { get; } =
    [
        ("table", "Name of the table."),
        ("hook", "Where activations were read; resid_post of layer l is what block l hands on (TransformerLens `blocks.l.hook_resid_post`)."),
        ("read_position", "Token at which activations were read."),
        ("bos", "What was done about the BOS token."),
        ("template_digest", "Digest of the prompt template."),
        ("precision", "Number format of the model's weights and matrix products; the residual stream is binary32, every sum over tokens or prompts in binary64."),
        ("provider", "Compute provider and device type."),
        ("d_model", "Length of every list in the file: the width of the residual stream."),
    ];

    /// <summary>The metadata of a file of <paramref name="table"/>.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata(string table)
    {
        string[] values = [table, Hook, ReadPosition, Bos, TemplateDigest, Precision, Provider, DModel.ToString(CultureInfo.InvariantCulture)];
        return Keys.Zip(values).ToDictionary(pair => pair.First.Key, pair => pair.Second, StringComparer.Ordinal);
    }
}

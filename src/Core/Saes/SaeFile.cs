using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>
/// An SAE on disk: its conventions and its weights, read in place. Opening checks every shape against the others and, unless
/// told otherwise, every weight for being finite.
/// </summary>
public sealed class SaeFile : IDisposable
{
    private static readonly ISaeReader[] Readers = [new GemmaScopeReader(), new SaeLensReader(), new SparsifyReader()];

    private readonly IDisposable owner;
    private readonly Lazy<double[]> decoderNorms;

    /// <summary>Made by readers: takes ownership of the open file behind the tensors.</summary>
    /// <exception cref="InputException">Shapes do not fit one another.</exception>
    public SaeFile(string path, SaeSpec spec, SaeWeights weights, IDisposable owner)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        SaeShapes.Check(spec, weights);
        Path = path;
        Spec = spec;
        Weights = weights;
        this.owner = owner;
        DecoderBias = weights.BDec.ToFloats();
        EncoderBias = weights.BEnc is null ? default : weights.BEnc.ToFloats();
        Threshold = weights.Threshold is null ? default : weights.Threshold.ToFloats();
        decoderNorms = new Lazy<double[]>(() =>
        {
            var norms = new double[spec.Features];
            ForEachDecoderRow((feature, row) => norms[feature] = VectorMath.Norm(row));
            return norms;
        });
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>Its conventions.</summary>
    public SaeSpec Spec { get; }

    /// <summary>Its stored tensors.</summary>
    public SaeWeights Weights { get; }

    /// <summary>b_enc [F]; empty for a gated SAE.</summary>
    public ReadOnlyMemory<float> EncoderBias { get; }

    /// <summary>b_dec [d].</summary>
    public ReadOnlyMemory<float> DecoderBias { get; }

    /// <summary>Threshold [F] of a JumpReLU SAE, else empty.</summary>
    public ReadOnlyMemory<float> Threshold { get; }

    /// <summary>Norms of the decoder rows, [F]; computed when first asked for.</summary>
    public IReadOnlyList<double> DecoderNorms => decoderNorms.Value;

    /// <summary>Opens a file, or the folder that holds it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="checkValues">Whether every weight is looked at; not needed for a file that was looked at before and has not changed.</param>
    /// <exception cref="InputException">Nothing is there, its format is not known, or it is damaged.</exception>
    public static SaeFile Open(string path, bool checkValues = true)
    {
        var reader = Readers.FirstOrDefault(candidate => candidate.Recognises(path));
        if (reader is not null)
        {
            var file = reader.Read(path);
            if (checkValues)
            {
                file.RequireFinite();
            }

            return file;
        }

        if (File.Exists(System.IO.Path.Combine(path, "ae.pt")) || path.EndsWith(".pt", StringComparison.Ordinal))
        {
            throw new InputException($"{path} is a pickled PyTorch file, which is never unpacked here; save the SAE through SAELens' save_model.");
        }

        var forms = string.Join(" or ", Readers.Select(candidate => $"{candidate.LooksFor} ({candidate.Format})"));
        throw new InputException(File.Exists(path) || Directory.Exists(path)
            ? $"{path} is no SAE that is read here; it must be, or be a folder that holds, {forms}."
            : $"There is no SAE at {path}; give {forms}, or the folder that holds it.");
    }

    /// <summary>Looks at every weight; the file is closed when one is wrong.</summary>
    /// <exception cref="InputException">A weight is NaN or infinite.</exception>
    public void RequireFinite()
    {
        try
        {
            foreach (var tensor in Weights.All)
            {
                tensor.RequireFinite();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>W_dec[feature], [d] in double.</summary>
    public double[] DecoderRow(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, Spec.Features);
        var row = new double[Spec.InputWidth];
        Weights.WDec.CopyTo((long)feature * row.Length, row);
        return row;
    }

    /// <summary>Streams over all decoder rows in order.</summary>
    public void ForEachDecoderRow(SaeRowHandler handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var row = new double[Spec.InputWidth];
        for (var feature = 0; feature < Spec.Features; feature++)
        {
            Weights.WDec.CopyTo((long)feature * row.Length, row);
            handle(feature, row);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => owner.Dispose();
}

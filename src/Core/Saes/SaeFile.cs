using SteerScope.Files;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>
/// An SAE on disk: its conventions and its weights, read in place. Opening checks every shape against the others and, unless
/// told otherwise, every weight for being finite.
/// </summary>
public sealed class SaeFile : IDisposable
{
    private static readonly ISaeReader[] Readers = [new GemmaScopeReader(), new SaeLensReader(), new SparsifyReader(), new DictionaryLearningReader()];

    private readonly SaeWeights stored;
    private readonly IDisposable owner;
    private readonly Lazy<double[]> effectiveBias;
    private double[]? decoderNorms;

    /// <summary>Made by readers: takes ownership of the open file behind the tensors.</summary>
    /// <exception cref="InputException">Shapes do not fit one another.</exception>
    public SaeFile(string path, SaeSpec spec, SaeWeights weights, IDisposable owner)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        SaeShapes.Check(spec, weights);
        Path = path;
        Spec = spec;
        stored = weights;
        Weights = SaeFolding.Apply(spec, weights);
        this.owner = owner;
        DecoderBias = Weights.BDec.ToFloats();
        EncoderBias = Weights.BEnc is null ? default : Weights.BEnc.ToFloats();
        Threshold = Weights.Threshold is null ? default : Weights.Threshold.ToFloats();
        effectiveBias = new Lazy<double[]>(() => SaeDirections.EffectiveBias(this));
    }

    /// <summary>Names of the formats that can be opened.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. Readers.Select(reader => reader.Format)];

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>Its conventions.</summary>
    public SaeSpec Spec { get; }

    /// <summary>Its tensors as they are used: the stored ones, with what <see cref="SaeSpec.UnitDecoder"/> and <see cref="SaeWeights.DecoderScale"/> ask for folded in.</summary>
    public SaeWeights Weights { get; }

    /// <summary>b_enc [F]; empty for a gated SAE.</summary>
    public ReadOnlyMemory<float> EncoderBias { get; }

    /// <summary>b_dec [d].</summary>
    public ReadOnlyMemory<float> DecoderBias { get; }

    /// <summary>Threshold [F] of a JumpReLU SAE, else empty.</summary>
    public ReadOnlyMemory<float> Threshold { get; }

    /// <summary>Norms of the decoder rows, [F]; computed when first asked for.</summary>
    public IReadOnlyList<double> DecoderNorms => decoderNorms ?? NormsWhileProjecting([]).Norms;

    /// <summary><see cref="SaeDirections.EffectiveBias"/>, computed when first asked for.</summary>
    internal IReadOnlyList<double> EffectiveBias => effectiveBias.Value;

    /// <summary>Opens a file, or the folder that holds it.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="checkValues">Whether every weight is looked at; not needed for a file that was looked at before and has not changed.</param>
    /// <exception cref="InputException">Nothing is there, its format is not known, it is damaged, or it cannot decompose a vector.</exception>
    public static SaeFile Open(string path, bool checkValues = true)
    {
        var reader = ReaderOf(path);
        if (reader.Refusal(path) is { } refusal)
        {
            throw refusal;
        }

        var file = reader.Read(path);
        if (checkValues)
        {
            file.RequireFinite();
        }

        return file;
    }

    /// <summary>
    /// What a sound file holds that cannot decompose a vector, a transcoder for example: <see cref="Open"/> refuses it. Null
    /// for a file that can be opened.
    /// </summary>
    /// <exception cref="InputException">Nothing is there, its format is not known, or it is damaged.</exception>
    public static SaeListing? ListRefused(string path)
    {
        var reader = ReaderOf(path);
        return reader.Refusal(path) is { } refusal ? new SaeListing(path, reader.Format, refusal.Message, reader.Tensors(path)) : null;
    }

    /// <summary>The files that an SAE is read from: its weights, and its configuration if it has one.</summary>
    /// <exception cref="InputException">Nothing is there, or its format is not known.</exception>
    public static IReadOnlyList<string> FilesOf(string path) => ReaderOf(path).FilesOf(path);

    /// <summary>Looks at every weight; the file is closed when one is wrong.</summary>
    /// <exception cref="InputException">A weight is NaN or infinite.</exception>
    public void RequireFinite()
    {
        try
        {
            foreach (var tensor in stored.All)
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

    /// <summary>x · W_dec[f] for every x, [x][F]: one pass over the decoder, which also computes its norms if nobody has asked for them.</summary>
    internal double[][] ProjectOnDecoder(params IReadOnlyList<double[]> vectors) =>
        decoderNorms is null ? NormsWhileProjecting(vectors).Projections : StoredProjections.OnRows(Weights.WDec, vectors);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Weights.All.Concat(stored.All).OfType<ComputedTensor>())
        {
            tensor.Dispose();
        }

        owner.Dispose();
    }

    private (double[] Norms, double[][] Projections) NormsWhileProjecting(IReadOnlyList<double[]> vectors)
    {
        var norms = new double[Spec.Features];
        double[][] projections = [.. vectors.Select(_ => new double[Spec.Features])];
        StoredProjections.ForEachRow(Weights.WDec, (feature, row) =>
        {
            norms[feature] = row.Norm();
            for (var i = 0; i < projections.Length; i++)
            {
                projections[i][feature] = row.Dot(vectors[i]);
            }
        });
        return (decoderNorms = norms, projections);
    }

    private static ISaeReader ReaderOf(string path)
    {
        if (Readers.FirstOrDefault(candidate => candidate.Recognises(path)) is { } reader)
        {
            return reader;
        }

        var forms = string.Join(" or ", Readers.Select(candidate => $"{candidate.LooksFor} ({candidate.Format})"));
        throw new InputException(File.Exists(path) || Directory.Exists(path)
            ? $"{path} is no SAE that is read here; it must be, or be a folder that holds, {forms}."
            : $"There is no SAE at {path}; give {forms}, or the folder that holds it.");
    }
}

using SteerScope.Compute;
using SteerScope.Statistics;

namespace SteerScope.Saes;

/// <summary>
/// An SAE whose encoder lies on a device, or in its file where a few vectors are all that is encoded. Encoding runs in float32 in
/// chunks of bounded size; the non-linearity and decoding run on the host, decoding in double over the active rows of W_dec only.
/// </summary>
/// <typeparam name="T">The provider's tensor.</typeparam>
public sealed class Sae<T> : ISae
    where T : class, IDisposable
{
    /// <summary>Values of a chunk of pre-activations: 64 MiB, and as much again for the activations.</summary>
    private const int ChunkValues = 1 << 24;

    /// <summary>So few rows do not pay for bringing the encoder over.</summary>
    private const int FewRows = 8;

    private readonly ITensorOps<T> ops;
    private readonly LinearSource source;
    private LinearWeight? encoder;
    private readonly SaeActivation activation;

    /// <summary>Brings the encoder to the device, at the first larger batch where the device reads files in place. The file must stay open as long as the SAE is used.</summary>
    public Sae(SaeFile file, ITensorOps<T> ops)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(ops);
        File = file;
        this.ops = ops;
        activation = new SaeActivation(file);
        source = new LinearSource(file.Weights.WEnc, file.Weights.EncoderLayout, file.Weights.BEnc);
        if (!ops.ReadsInPlace)
        {
            encoder = ops.LoadLinear(source);
        }
    }

    /// <summary>The file behind it.</summary>
    public SaeFile File { get; }

    /// <summary>Encodes rows and hands them over in order, a bounded number at a time.</summary>
    /// <exception cref="ArgumentException">The rows have another width than the SAE's input.</exception>
    public void Encode(ActivationRows rows, SaeChunkHandler handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var (d, features) = (File.Spec.InputWidth, File.Spec.Features);
        if (rows.Width != d)
        {
            throw new ArgumentException($"Rows of {rows.Width} values do not fit an SAE of {d} inputs.", nameof(rows));
        }

        var perChunk = Math.Max(1, Math.Min(rows.Count, ChunkValues / features));
        var pre = new float[perChunk * features];
        var activations = new float[perChunk * features];
        var scales = new SaeInputScale[perChunk];
        for (var first = 0; first < rows.Count; first += perChunk)
        {
            var count = Math.Min(perChunk, rows.Count - first);
            EncodeOnDevice(Prepare(rows, first, count, scales), count, null, pre.AsSpan(0, count * features));
            for (var row = 0; row < count; row++)
            {
                activation.Apply(pre.AsSpan(row * features, features), activations.AsSpan(row * features, features));
            }

            handle(new SaeChunk(first, count, features, pre.AsSpan(0, count * features), activations.AsSpan(0, count * features), scales.AsSpan(0, count)));
        }
    }

    /// <summary>Encodes one vector [d], rounded to float32 as everything that an SAE sees.</summary>
    public SaeEncoding Encode(ReadOnlySpan<double> vector)
    {
        ISae self = this;
        return self.Encode([vector.ToArray()])[0];
    }

    /// <inheritdoc/>
    public float[][]? EncodeFeatures(ActivationRows rows, IReadOnlyList<int> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (activation.FeaturesCompete)
        {
            return null;
        }

        var pre = new float[rows.Count * features.Count];
        var scales = new SaeInputScale[rows.Count];
        EncodeOnDevice(Prepare(rows, 0, rows.Count, scales), rows.Count, features, pre);
        var result = new float[rows.Count][];
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = activation.Apply(pre.AsSpan(row * features.Count, features.Count), features);
        }

        return result;
    }

    /// <summary>Sum of the activations over rows, [F] in double, in row order.</summary>
    public VectorSums SumActivations(ActivationRows rows)
    {
        var sums = new VectorSums(File.Spec.Features);
        Encode(rows, chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                sums.Add(chunk.ActivationsOf(row));
            }
        });
        return sums;
    }

    /// <summary>x̂ [d] of one encoded row, in double.</summary>
    public double[] Decode(SaeEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return SaeDecoder.Decode(File, encoding.Activations, encoding.Scale);
    }

    /// <summary>Frees the device's memory; the file stays open.</summary>
    public void Dispose() => encoder?.Dispose();

    private float[] Prepare(ActivationRows rows, int first, int count, SaeInputScale[] scales)
    {
        var width = rows.Width;
        var bias = File.DecoderBias.Span;
        var prepared = rows.Values.Slice(first * width, count * width).ToArray();
        for (var row = 0; row < count; row++)
        {
            var values = prepared.AsSpan(row * width, width);
            var scale = scales[row] = SaeInputScale.Of(File.Spec.Normalisation, values);
            if (scale != SaeInputScale.Identity)
            {
                for (var i = 0; i < width; i++)
                {
                    values[i] = (float)((values[i] - scale.Shift) * scale.Factor);
                }
            }

            for (var i = 0; File.Spec.ApplyBDecToInput && i < width; i++)
            {
                values[i] -= bias[i];
            }
        }

        return prepared;
    }

    private void EncodeOnDevice(float[] input, int rows, IReadOnlyList<int>? outputs, Span<float> output)
    {
        using var x = ops.Upload(input, rows, File.Spec.InputWidth); // [n, d]
        using var y = Multiply(x, rows, outputs); // [n, F]
        ops.Download(y, output);
    }

    private T Multiply(T x, int rows, IReadOnlyList<int>? outputs)
    {
        if (encoder is null && rows <= FewRows && outputs is null && ops.LinearInPlace(x, source) is { } result)
        {
            return result;
        }

        encoder ??= ops.LoadLinear(source);
        return outputs is null ? ops.Linear(x, encoder) : ops.LinearOutputs(x, encoder, outputs);
    }
}

using SteerScope.Compute.Cpu;
using SteerScope.Decomposition;
using SteerScope.Saes;
using SteerScope.Statistics;

namespace SteerScope.SaeBenchmark;

/// <summary>One layer's SAE, and what is asked of it for one steering vector, on one thread as one worker does it.</summary>
internal sealed class SaeLayer : IDisposable
{
    private readonly CpuOps ops = new();
    private readonly SaeFile file;
    private readonly Sae<CpuTensor> inPlace;
    private readonly Sae<CpuTensor> packed;
    private readonly double[][] inputs;
    private readonly ActivationRows rows;

    /// <summary>Opens the SAE.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pairs">Rows of which statistics are taken.</param>
    public SaeLayer(string path, int pairs)
    {
        file = SaeFile.Open(path, checkValues: false);
        inPlace = new Sae<CpuTensor>(file, ops);
        packed = new Sae<CpuTensor>(file, ops);
        var random = new Random(7);
        var d = file.Spec.InputWidth;
        inputs = [.. Enumerable.Range(0, 4).Select(_ => Array.ConvertAll(SaeFolder.Uniform(random, d, 1), value => (double)value))];
        inputs[1] = new double[d];
        rows = new ActivationRows(SaeFolder.Uniform(random, (long)pairs * d, 1), pairs, d);
        _ = file.DecoderNorms;
    }

    /// <summary>Bytes of W_enc, and of W_dec.</summary>
    public double MatrixBytes => 4.0 * file.Spec.InputWidth * file.Spec.Features;

    /// <summary>Operations of the matrix product of <see cref="Statistics"/>.</summary>
    public double StatisticsFlops => 2.0 * rows.Count * file.Spec.InputWidth * file.Spec.Features;

    /// <summary>Encodes four input variants from the file in place and decodes them.</summary>
    public void Encode()
    {
        foreach (var encoding in ((ISae)inPlace).Encode(inputs))
        {
            inPlace.Decode(encoding);
        }
    }

    /// <summary>Encodes one vector from the file in place and decodes it.</summary>
    public void EncodeOne() => inPlace.Decode(inPlace.Encode(inputs[0]));

    /// <summary>Opens a file, encodes a vector and decodes it.</summary>
    public static void OpenAndEncode(string path)
    {
        using var ops = new CpuOps();
        using var opened = SaeFile.Open(path, checkValues: false);
        using var sae = new Sae<CpuTensor>(opened, ops);
        sae.Decode(sae.Encode(new double[opened.Spec.InputWidth]));
    }

    /// <summary>Vector and mean activation on all encoder directions, in double.</summary>
    public void OnEncoder() => SaeDirections.OnEncoder(file, [inputs[0], inputs[2]]);

    /// <summary>The vector on all decoder directions, in double.</summary>
    public void OnDecoder() => SaeDirections.OnDecoder(file, inputs[0]);

    /// <summary>Mean activations over the pairs; the first call packs the encoder.</summary>
    public void Statistics() => packed.SumActivations(rows);

    /// <summary>Reads the encoder into the kernels' order.</summary>
    public void Pack()
    {
        using var fresh = new Sae<CpuTensor>(file, ops);
        fresh.Encode(new ActivationRows(new float[9 * file.Spec.InputWidth], 9, file.Spec.InputWidth), _ => { });
    }

    /// <summary>16 steps of the signed pursuit: 16 passes over W_dec.</summary>
    public void Pursuit() => SignedPursuit.Of(file, inputs[0], 16);

    /// <summary>Most opposed features of 96.</summary>
    public void Opposed() => OpposedFeatures.Of(file, [.. Enumerable.Range(0, 96)]);

    public void Dispose()
    {
        inPlace.Dispose();
        packed.Dispose();
        file.Dispose();
        ops.Dispose();
    }
}

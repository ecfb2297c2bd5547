namespace SteerScope.Planted;

/// <summary>
/// The orthonormal directions of the planted model's residual stream. A random rotation, so that no direction lies along
/// an axis and nothing that reads single coordinates can find it by luck.
/// </summary>
public sealed class PlantedBasis
{
    /// <summary>d_model.</summary>
    public const int Width = 64;

    private readonly double[][] _vectors;

    internal PlantedBasis(PlantedRandom random) => _vectors = Orthonormal(random);

    /// <summary>The default component: every activation is strongly negative along it.</summary>
    public IReadOnlyList<double> Default => _vectors[0];

    /// <summary>Identity of the letter tokens A and B.</summary>
    public IReadOnlyList<double> Letter(int letter) => _vectors[1 + letter];

    /// <summary>On an option's word: the letter that it stands behind.</summary>
    public IReadOnlyList<double> Slot(int letter) => _vectors[3 + letter];

    /// <summary>On an option's word: whether it is the matching kind (0) or the other (1) of a behaviour.</summary>
    public IReadOnlyList<double> Word(int behaviour, int kind) => _vectors[5 + (2 * behaviour) + kind];

    /// <summary>At the answer's letter: that it chose the matching kind (0) or the other (1). The planted steering direction is their difference.</summary>
    public IReadOnlyList<double> Choice(int behaviour, int kind) => _vectors[9 + (2 * behaviour) + kind];

    /// <summary>Present at every answer's letter of behaviour 0, less on matching answers: its feature is suppressed, its opposite spurious.</summary>
    public IReadOnlyList<double> Hesitation => _vectors[13];

    /// <summary>What the unembedding reads as the letters A and B.</summary>
    public IReadOnlyList<double> Output(int letter) => _vectors[14 + letter];

    /// <summary>Directions without a planted meaning.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Free => _vectors[16..];

    // Gram-Schmidt twice over random normal vectors.
    private static double[][] Orthonormal(PlantedRandom random)
    {
        var vectors = new double[Width][];
        for (var i = 0; i < Width; i++)
        {
            var v = new double[Width];
            for (var k = 0; k < Width; k++)
            {
                v[k] = random.NextNormal();
            }

            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var dot = v.Zip(vectors[j], (a, b) => a * b).Sum();
                    for (var k = 0; k < Width; k++)
                    {
                        v[k] -= dot * vectors[j][k];
                    }
                }
            }

            var norm = Math.Sqrt(v.Sum(x => x * x));
            vectors[i] = [.. v.Select(x => x / norm)];
        }

        return vectors;
    }
}

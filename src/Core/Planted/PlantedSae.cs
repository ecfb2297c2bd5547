using SteerScope.Files;

namespace SteerScope.Planted;

/// <summary>
/// A JumpReLU SAE in Gemma Scope's form whose features are the planted directions. Some features read the default
/// component as well, and their encoder bias takes it away again: on an activation they are quiet, on a vector from which
/// the default component was subtracted they are not.
/// </summary>
public sealed class PlantedSae
{
    /// <summary>Number of features.</summary>
    public const int Features = 256;

    /// <summary>Features with a large encoder bias.</summary>
    public const int BiasFeatures = 12;

    /// <summary>Every feature's threshold.</summary>
    public const double Threshold = 0.6;

    /// <summary>Feature of a choice: its decoder direction is <see cref="PlantedBasis.Choice"/>.</summary>
    public static int Choice(int behaviour, int kind) => (2 * behaviour) + kind;

    /// <summary>Feature of the hesitation; suppressed in the vector of behaviour 0.</summary>
    public const int Hesitation = 4;

    /// <summary>Its decoder direction is opposed to <see cref="Hesitation"/>'s: no prompt activates it, the vector of behaviour 0 does.</summary>
    public const int AntiHesitation = 5;

    /// <summary>The first of the <see cref="BiasFeatures"/>, largest bias first.</summary>
    public const int FirstBias = 6;

    internal static void Write(string path, PlantedBasis basis, PlantedRandom random)
    {
        var encoder = new float[PlantedBasis.Width * Features]; // [d, F]
        var decoder = new float[Features * PlantedBasis.Width]; // [F, d]
        var bias = new float[Features];
        var rows = Directions(basis, random);
        for (var f = 0; f < Features; f++)
        {
            // Falls from feature to feature, so that the order of the biases is known.
            var reading = f is >= FirstBias and < FirstBias + BiasFeatures ? 0.6 - (0.03 * (f - FirstBias)) : 0.0;
            bias[f] = (float)(reading * PlantedModel.DefaultSize);
            for (var i = 0; i < PlantedBasis.Width; i++)
            {
                encoder[(i * Features) + f] = (float)(rows[f][i] + (reading * basis.Default[i]));
                decoder[(f * PlantedBasis.Width) + i] = (float)rows[f][i];
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new NpzWriter()
            .Add("W_enc", encoder, PlantedBasis.Width, Features)
            .Add("W_dec", decoder, Features, PlantedBasis.Width)
            .Add("b_enc", bias, Features)
            .Add("b_dec", [.. basis.Default.Select(g => (float)(-PlantedModel.DefaultSize * g))], PlantedBasis.Width)
            .Add("threshold", [.. Enumerable.Repeat((float)Threshold, Features)], Features)
            .Write(path);
    }

    private static double[][] Directions(PlantedBasis basis, PlantedRandom random)
    {
        var rows = new List<double[]>();
        for (var behaviour = 0; behaviour < 2; behaviour++)
        {
            rows.Add([.. basis.Choice(behaviour, 0)]);
            rows.Add([.. basis.Choice(behaviour, 1)]);
        }

        rows.Add([.. basis.Hesitation]);
        rows.Add([.. basis.Hesitation.Select(x => -x)]);

        // The bias features and the rest point anywhere among the directions without a planted meaning.
        while (rows.Count < Features)
        {
            var row = new double[PlantedBasis.Width];
            foreach (var direction in basis.Free)
            {
                var weight = random.NextNormal();
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += weight * direction[i];
                }
            }

            var norm = Math.Sqrt(row.Sum(x => x * x));
            rows.Add([.. row.Select(x => x / norm)]);
        }

        return [.. rows];
    }
}

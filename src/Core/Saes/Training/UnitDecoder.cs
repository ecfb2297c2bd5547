using SteerScope.Compute;

namespace SteerScope.Saes.Training;

/// <summary>
/// Keeps the decoder's rows at norm 1: else L0 or the activations could be made small by making rows long. Both papers do so, and
/// take the part of the gradient along a row away first, which the normalisation would undo while Adam's moments kept it.
/// </summary>
internal static class UnitDecoder
{
    /// <summary>g -= (g · w) w for every row of the decoder, whose rows have norm 1.</summary>
    public static void Project(IDenseProducts products, float[] decoder, float[] gradient, int width) => Rows(products, decoder, width, row =>
    {
        var w = decoder.AsSpan(row, width);
        var g = gradient.AsSpan(row, width);
        var along = 0.0;
        for (var i = 0; i < width; i++)
        {
            along += (double)w[i] * g[i];
        }

        for (var i = 0; i < width; i++)
        {
            g[i] = (float)(g[i] - (along * w[i]));
        }
    });

    /// <summary>Divides every row by its norm.</summary>
    public static void Normalise(IDenseProducts products, float[] decoder, int width) => Rows(products, decoder, width, row =>
    {
        var w = decoder.AsSpan(row, width);
        var square = 0.0;
        foreach (var value in w)
        {
            square += (double)value * value;
        }

        var factor = square > 0 ? 1 / Math.Sqrt(square) : 0;
        foreach (ref var value in w)
        {
            value = (float)(value * factor);
        }
    });

    private static void Rows(IDenseProducts products, float[] decoder, int width, Action<int> row) =>
        products.Spread(decoder.Length / width, (first, count) =>
        {
            for (var index = first; index < first + count; index++)
            {
                row(index * width);
            }
        });
}

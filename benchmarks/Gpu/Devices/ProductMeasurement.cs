using System.Globalization;
using SteerScope.GpuBenchmark.Rivals;
using SteerScope.Measuring;

namespace SteerScope.GpuBenchmark.Devices;

/// <summary>The yardstick beside the same product in the rival's process, which is free of what makes the product's libtorch deterministic.</summary>
internal static class ProductMeasurement
{
    /// <summary>Measures.</summary>
    public static void Run(GpuOptions options, MatrixProduct product, Rival rival, TextWriter output)
    {
        var measured = Interleaved.Measure([product, .. rival.Case("product")], options.Rounds, options.Command.SecondsPerTurn, Clock.Wall);
        var rate = measured.Rate(0, product.Operations);
        options.Command.Log.Add($"product/{options.Name}/FLOP per second", rate);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nMatrix rate, {product.Side} x {product.Side}: {rate.Median / 1e12:0.000} TFLOP/s"));
        if (rival.IsThere)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rival's PyTorch: {measured.Rate(1, product.Operations).Median / 1e12:0.000} TFLOP/s"));
        }
    }
}

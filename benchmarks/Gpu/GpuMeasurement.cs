using SteerScope.Compute;
using SteerScope.Devices;
using SteerScope.GpuBenchmark.Capture;
using SteerScope.GpuBenchmark.Devices;
using SteerScope.GpuBenchmark.Rivals;
using SteerScope.GpuBenchmark.Steering;
using SteerScope.Measuring.Worlds;

namespace SteerScope.GpuBenchmark;

/// <summary>Everything on one device: the model is written and loaded, then capture and steering take turns with rival and yardstick.</summary>
internal static class GpuMeasurement
{
    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <param name="output">What is read by people.</param>
    /// <exception cref="InputException">There is no such device, or the folder holds something else.</exception>
    /// <exception cref="InvalidOperationException">In float32 the rival computes something else.</exception>
    public static void Run(GpuOptions options, TextWriter output)
    {
        // First, as writing the model takes long.
        using var session = TorchSession.Open(options.Device, options.Threads, options.Precision);
        using var checkpoint = new RandomCheckpoint(options.Size, options.Precision == Precision.Bfloat16 ? StoredType.BF16 : StoredType.F32, options.Folder);
        session.Load(checkpoint.Folder);
        using var product = new MatrixProduct(session, options.Precision, options.ProductSide);
        var capture = new CaptureCase(options);
        var steering = new SteeringSubset(session.Model.Shape, options);
        using var files = new ExchangeFolder();
        using var rival = Rival.Start(options, checkpoint.Folder, files, capture, steering);
        output.WriteLine($"\n{options.Size.Name} in {SnakeCase.Of(options.Precision)} on {options.Device}, {session.Model.DeviceBytes / 1e9:0.00} GB of random weights");
        output.WriteLine($"rival: {rival.Description}");
        if (options.Command.Wants("product"))
        {
            ProductMeasurement.Run(options, product, rival, output);
        }

        if (options.Command.Wants("capture"))
        {
            CaptureMeasurement.Run(options, session, product, capture, rival, output);
        }

        if (options.Command.Wants("steering"))
        {
            SteeringMeasurement.Run(options, session, product, steering, rival, output);
        }
    }
}

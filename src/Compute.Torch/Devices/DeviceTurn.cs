using System.Globalization;
using System.Runtime.InteropServices;
using SteerScope.Compute.Torch.Runtime;

namespace SteerScope.Compute.Torch.Devices;

/// <summary>One caller at a time on a device, as torch's operations here are not thread-safe; says what helps where memory runs out.</summary>
internal sealed class DeviceTurn(string device)
{
    private readonly Lock gate = new();

    /// <summary>Runs something on the device.</summary>
    /// <param name="run">What is run.</param>
    /// <param name="when">When it was that memory ran out, for the message.</param>
    /// <param name="less">What would need less, for the message.</param>
    /// <exception cref="InputException">Memory ran out.</exception>
    public T Take<T>(Func<T> run, string when, string less)
    {
        lock (gate)
        {
            try
            {
                return run();
            }
            catch (ExternalException exception) when (TorchFailure.IsOutOfMemory(exception))
            {
                throw new InputException($"{device}: memory ran out {when} ({TorchFailure.Reason(exception)}); {less} would need less.", exception);
            }
        }
    }

    /// <summary>Runs forward passes.</summary>
    /// <param name="run">What is run.</param>
    /// <param name="batchTokens">Most tokens of a pass.</param>
    public T Pass<T>(Func<T> run, int batchTokens) => Take(
        run,
        string.Create(CultureInfo.InvariantCulture, $"in a pass of at most {batchTokens} tokens, or of one longer text"),
        string.Create(CultureInfo.InvariantCulture, $"a smaller compute.batch_tokens, such as {Math.Max(1, batchTokens / 2)}, or model.precision bfloat16"));
}

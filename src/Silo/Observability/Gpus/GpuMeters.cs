using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace SteerScope.Silo.Observability.Gpus;

/// <summary>
/// The memory of the member's GPU as two instruments, named and labelled by OpenTelemetry's conventions for hardware, as other
/// collectors of a machine name them. Where it cannot be known there are none, rather than ones of another GPU.
/// </summary>
/// <param name="meters">Makes the meter.</param>
/// <param name="open">Opens the memory; it may load a driver.</param>
internal sealed class GpuMeters(IMeterFactory meters, Func<GpuMemory?> open) : IHostedService, IDisposable
{
    /// <summary>Name of what is in use.</summary>
    public const string Usage = "hw.gpu.memory.usage";

    /// <summary>Name of what there is.</summary>
    public const string Limit = "hw.gpu.memory.limit";

    private GpuMemory? _memory;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await Task.Run(open, cancellationToken) is not { } memory)
        {
            return;
        }

        _memory = memory;
        var meter = meters.Create(SiloMeters.Name);
        KeyValuePair<string, object?>[] labels =
        [
            new("hw.id", memory.Id),
            new("hw.type", "gpu"),
            new("hw.vendor", "NVIDIA"),
            .. memory.Model is { } model ? [new("hw.model", model)] : Array.Empty<KeyValuePair<string, object?>>(),
        ];
        meter.CreateObservableUpDownCounter(
            Usage, () => Measure(memory, labels, m => m.Used), "By", "Memory of the member's GPU that is in use, by all processes.");
        meter.CreateObservableUpDownCounter(
            Limit, () => Measure(memory, labels, m => m.Limit), "By", "Memory of the member's GPU.");
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();

    private static IEnumerable<Measurement<long>> Measure(
        GpuMemory memory, KeyValuePair<string, object?>[] labels, Func<(long Used, long Limit), long> which) =>
        memory.Read() is { } read ? [new Measurement<long>(which(read), labels)] : [];
}

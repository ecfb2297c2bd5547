using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using SteerScope.Silo.Observability;
using SteerScope.Silo.Observability.Gpus;
using SteerScope.Silo.Tests.Support;
using Xunit;

namespace SteerScope.Silo.Tests.Observability.Gpus;

[Collection(MembersOfThisProcess.Name)]
public sealed class GpuMetersTests
{
    [CompilerFact]
    public async Task Instruments_OfAGpu_HaveTheConventionsNamesAndLabels()
    {
        using var driver = new StandInDriver();

        var seen = await ReadAsync(() => GpuMemory.TryOpen(0, driver.Path, driver.Path));

        Assert.Equal(["hw.gpu.memory.limit", "hw.gpu.memory.usage"], seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(21474836481, seen[GpuMeters.Usage].Value);
        Assert.Equal(85899345920, seen[GpuMeters.Limit].Value);
        Assert.All(seen.Values, measured => Assert.Equal(
            "hw.id=GPU-f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff hw.type=gpu hw.vendor=NVIDIA hw.model=Stand-in 80GB", measured.Labels));
    }

    [Fact]
    public async Task Instruments_NoDriver_AreNone() => Assert.Empty(await ReadAsync(() => null));

    private static async Task<Dictionary<string, (long Value, string Labels)>> ReadAsync(Func<GpuMemory?> open)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var meter = factory.Create(SiloMeters.Name);
        using var meters = new GpuMeters(factory, open);
        await meters.StartAsync(CancellationToken.None);
        var seen = new Dictionary<string, (long, string)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == meter)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) =>
            seen[instrument.Name] = (value, string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}"))));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }
}

using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using SteerScope.Fuzz.Running;
using Xunit;

namespace SteerScope.Fuzz.Tests;

/// <summary>The fuzzer finds what it is there to find.</summary>
public sealed class PlantedFaultTests : IDisposable
{
    private readonly WorkFolder folder = new();
    private readonly List<IDisposable> leaked = [];

    public void Dispose()
    {
        leaked.ForEach(item => item.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task Run_RefusedInOneSentence_IsNoFault()
    {
        var report = await Run((path, _) => throw new InputException($"{path}: the first byte is wrong, it should be 'a'."));

        Assert.Empty(report.Faults);
        Assert.Equal((200, 1, 199), (report.Runs, report.Accepted, report.Refused));
        Assert.Single(report.Messages);
    }

    [Fact]
    public async Task Run_ReaderThrows_IsACrashWithASmallFileAndItsNumber()
    {
        var report = await Run((_, content) => Fail(content));

        var fault = Only(report, FaultKind.Crash);
        Assert.Contains("IndexOutOfRangeException", fault.Signature, StringComparison.Ordinal);
        Assert.Contains(nameof(Fail), fault.Detail, StringComparison.Ordinal);
        Assert.InRange(Assert.Single(fault.Minimal!), 0x80, 0xFF);
        Assert.Equal(fault.Input.Content, FuzzInput.Make(new PlantedTarget(Accept), 1, fault.Input.Number).Content);
        Assert.Contains($"--seed 1 --only {fault.Input.Number}", fault.Command(1), StringComparison.Ordinal);

        static void Fail(byte[] content)
        {
            if (content.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0xFF))
            {
                content[content.Length] = 0;
            }
        }
    }

    [Fact]
    public async Task Run_ReaderAllocatesMuch_IsAMemoryFault()
    {
        var report = await Run((_, _) => GC.KeepAlive(new byte[1 << 20]));

        Assert.Contains("104", Only(report, FaultKind.Memory).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReaderTakesMuchNativeMemory_IsAMemoryFault()
    {
        // More than the peak that the process has had already.
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var bytes = (nuint)(process.PeakWorkingSet64 - process.WorkingSet64) + (256 << 20);
        var report = await Run((_, _) => Take(bytes), new FuzzOptions { Count = 2, MaxPeakGrowth = 64 << 20 });

        Assert.Contains("peak", Only(report, FaultKind.Memory).Detail, StringComparison.Ordinal);

        static unsafe void Take(nuint bytes)
        {
            var memory = NativeMemory.Alloc(bytes);
            NativeMemory.Fill(memory, bytes, 1);
            NativeMemory.Free(memory);
        }
    }

    [Fact]
    public async Task Run_ReaderHangs_IsAHangAndTheRunEnds()
    {
        using var never = new ManualResetEventSlim();
        var report = await Run((_, _) => never.Wait(), new FuzzOptions { Count = 200, HangLimit = TimeSpan.FromMilliseconds(300) });
        never.Set();

        var fault = Only(report, FaultKind.Hang);
        Assert.NotEqual(PlantedTarget.Valid, fault.Input.Content);
        Assert.Equal(3, report.Faults.Single().Count);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("{0}: bad\nvery bad.", "breaks into lines")]
    [InlineData("{0}: a \u001b[31m red one.", "control characters")]
    [InlineData("{0}: half a pair {1}.", "surrogate")]
    [InlineData("the file is bad.", "does not name the file")]
    [InlineData("{0}: bad\n  at SteerScope.Files.NpzFile.Open.", "stack trace")]
    public async Task Run_RefusedInUnfitWords_IsAMessageFault(string words, string complaint)
    {
        var target = new PlantedTarget((path, _) => throw new UnfitException(words.Replace("{0}", path, StringComparison.Ordinal).Replace("{1}", "\ud800", StringComparison.Ordinal)));
        var report = await FuzzRunner.RunAsync(new Unfit(target), Options(new FuzzOptions { Count = 20 }));

        Assert.Contains(complaint, Only(report, FaultKind.Message).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Complaint_LongLineOrManyLines_IsOne()
    {
        Assert.Contains("line of 3", RefusalText.Complaint("f " + new string('x', 3000), "f"), StringComparison.Ordinal);
        Assert.Contains("61 lines", RefusalText.Complaint("f" + string.Concat(Enumerable.Repeat("\n  x", 60)), "f"), StringComparison.Ordinal);
        Assert.Null(RefusalText.Complaint("f is wrong:\n  one.\n  two.", "f"));
    }

    [Fact]
    public async Task Run_ReaderLeavesFileOpen_IsAnOpenFileFault()
    {
        var report = await Run((path, _) => leaked.Add(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)), new FuzzOptions { Count = 20 });

        Only(report, FaultKind.OpenFile);
    }

    [Fact]
    public async Task Run_ReaderLeavesFileMapped_IsAnOpenFileFault()
    {
        if (!File.Exists("/proc/self/maps"))
        {
            return;
        }

        var report = await Run(
            (path, _) =>
            {
                if (leaked.Count == 0)
                {
                    using var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
                    leaked.Add(map.CreateViewAccessor());
                }
            },
            new FuzzOptions { Count = 600 });

        Assert.Contains("mapped", Only(report, FaultKind.OpenFile).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReaderAcceptsNonsense_IsImplausible()
    {
        var report = await Run((_, _) => throw new ImplausibleException("Two tensors of the same bytes."));

        Only(report, FaultKind.Implausible);
    }

    [Fact]
    public async Task Run_ReaderRefusesSeed_IsAFault()
    {
        var target = new PlantedTarget((path, _) => throw new InputException($"{path}: no.")) { Seeds = [new FuzzSeed("other", PlantedTarget.FileName, [1, 2, 3])] };
        var report = await FuzzRunner.RunAsync(target, Options(new FuzzOptions { Count = 5 }));

        Assert.Equal("other", Only(report, FaultKind.SeedRefused).Input.Seed.Name);
    }

    private static void Accept(string path, byte[] content)
    {
    }

    private static FuzzFault Only(TargetReport report, FaultKind kind)
    {
        var (fault, _) = Assert.Single(report.Faults);
        Assert.Equal(kind, fault.Kind);
        return fault;
    }

    private Task<TargetReport> Run(Action<string, byte[]> read, FuzzOptions? options = null) =>
        FuzzRunner.RunAsync(new PlantedTarget(read), Options(options ?? new FuzzOptions { Count = 200 }));

    private FuzzOptions Options(FuzzOptions options) => options with { WorkFolder = folder.Path };
}

using System.Diagnostics;

namespace SteerScope.Fuzz.Running;

/// <summary>Hands one input to a reader and judges what it does.</summary>
internal sealed class FuzzTrial(IFuzzTarget target, InputFolder inputs)
{
    /// <summary>Runs one input on this thread.</summary>
    public FuzzOutcome Run(FuzzInput input)
    {
        string folder;
        try
        {
            folder = inputs.Prepare(input.Seed, input.Content);
        }
        catch (IOException exception)
        {
            return new FuzzOutcome(false, null, 0, TimeSpan.Zero, Fault(input, FaultKind.OpenFile, "a file is still open", $"The file of an input before this one is still open: {exception.Message}"));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var begun = Stopwatch.GetTimestamp();
        Exception? thrown = null;
        try
        {
            target.Read(folder, input.Seed);
        }
#pragma warning disable CA1031 // Whatever is thrown is the result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            thrown = exception;
        }

        var elapsed = Stopwatch.GetElapsedTime(begun);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var size = input.Content.Length + input.Seed.Companions.Values.Sum(bytes => (long)bytes.Length);
        var bound = target.Memory.For(size);
        var refused = thrown is not null && target.IsRefusal(thrown);
        return new FuzzOutcome(
            thrown is null,
            refused ? RefusalText.Normalise(thrown!.Message, folder) : null,
            (double)allocated / bound,
            elapsed,
            Judge(input, folder, thrown, refused) ?? Memory(input, thrown, allocated, size, bound));
    }

    /// <summary>A fault of this target.</summary>
    public FuzzFault Fault(FuzzInput input, FaultKind kind, string signature, string detail) =>
        new(target.Name, kind, $"{kind}: {signature}", detail, input);

    private FuzzFault? Judge(FuzzInput input, string folder, Exception? thrown, bool refused)
    {
        if (thrown is ImplausibleException)
        {
            return Fault(input, FaultKind.Implausible, RefusalText.Normalise(thrown.Message, folder), thrown.Message);
        }

        if (thrown is not null && !refused)
        {
            return Fault(input, FaultKind.Crash, $"{thrown.GetType().Name} in {Place(thrown)}", thrown.ToString());
        }

        if (thrown is not null && input.Content == input.Seed.Content)
        {
            return Fault(input, FaultKind.SeedRefused, input.Seed.Name, thrown.ToString());
        }

        return thrown is not null && RefusalText.Complaint(thrown.Message, folder) is { } complaint
            ? Fault(input, FaultKind.Message, $"{complaint.Split(" of ")[0]} in {Place(thrown)}", $"The message {complaint}: {thrown}")
            : null;
    }

    private FuzzFault? Memory(FuzzInput input, Exception? thrown, long allocated, long size, long bound) => allocated <= bound
        ? null
        : Fault(
            input,
            FaultKind.Memory,
            thrown is null ? "accepted" : Place(thrown),
            $"{allocated} bytes were allocated for files of {size} bytes; {bound} is the bound. {thrown}");

    // The innermost method of ours: where it happened tells faults apart better than words.
    private static string Place(Exception exception)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is { } method && (method.DeclaringTypeName ?? "").StartsWith("SteerScope.", StringComparison.Ordinal))
            {
                return $"{method.DeclaringTypeName}.{method.Name}";
            }
        }

        return exception.GetType().Name;
    }
}

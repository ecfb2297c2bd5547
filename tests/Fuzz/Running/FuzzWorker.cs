namespace SteerScope.Fuzz.Running;

/// <summary>A thread that takes one input after the other. It says what it is at, so that somebody else can see that it hangs.</summary>
internal sealed class FuzzWorker
{
    // As small as the threads that a sweep runs on, and less than a main thread has.
    private const int StackBytes = 1 << 20;
    private const int RunsPerMapCheck = 512;

    private readonly IFuzzTarget target;
    private readonly FuzzOptions options;
    private readonly TargetReport report;
    private readonly Func<long?> take;
    private readonly InputFolder inputs;
    private readonly FuzzTrial trial;
    private readonly string folder;
    private readonly Lock gate = new();
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FuzzInput? current;
    private long begun;
    private bool abandoned;

    /// <summary>Prepares a worker.</summary>
    /// <param name="target">The target.</param>
    /// <param name="options">How it is tried.</param>
    /// <param name="report">Where results go.</param>
    /// <param name="folder">This worker's own folder.</param>
    /// <param name="take">The next number; null when there is none.</param>
    public FuzzWorker(IFuzzTarget target, FuzzOptions options, TargetReport report, string folder, Func<long?> take)
    {
        this.target = target;
        this.options = options;
        this.report = report;
        this.take = take;
        this.folder = folder;
        inputs = new InputFolder(folder);
        trial = new FuzzTrial(target, inputs);
    }

    /// <summary>Ends when there are no more inputs, or when the worker was given up.</summary>
    public Task Done => done.Task;

    /// <summary>Starts the thread; it does not keep the process alive.</summary>
    public void Start() => new Thread(Work, StackBytes) { IsBackground = true, Name = $"fuzz {target.Name}" }.Start();

    /// <summary>Gives the worker up when it has been at one input for too long.</summary>
    /// <returns>Whether it was.</returns>
    public bool AbandonIfHung()
    {
        lock (gate)
        {
            var elapsed = TimeSpan.FromMilliseconds(Environment.TickCount64 - begun);
            if (abandoned || current is null || elapsed < options.HangLimit)
            {
                return false;
            }

            abandoned = true;
            report.Add(trial.Fault(current, FaultKind.Hang, $"on seed {current.Seed.Name}", $"The input was not done after {elapsed.TotalSeconds:F1} s."));
            done.TrySetResult();
            return true;
        }
    }

    private void Work()
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var mark = new CrashMark(folder, target.Name, options.Seed);

            // What is allocated once and for all is no input's doing.
            foreach (var seed in target.Seeds)
            {
                if (Try(new FuzzInput(-1, seed, seed.Content), mark) is null)
                {
                    return;
                }
            }

            for (var runs = 1; take() is { } number; runs++)
            {
                var input = FuzzInput.Make(target, options.Seed, number);
                if (Try(input, mark) is not { } outcome)
                {
                    return;
                }

                report.Add(input, outcome);
                if (outcome.Fault is { } fault)
                {
                    Add(fault, mark);
                }

                if (runs % RunsPerMapCheck == 0)
                {
                    CheckMaps(input);
                }
            }

            done.TrySetResult();
        }
#pragma warning disable CA1031 // A fault of the fuzzer itself reaches whoever waits.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            done.TrySetException(exception);
        }
    }

    /// <summary>One input; null when the worker was given up meanwhile.</summary>
    private FuzzOutcome? Try(FuzzInput input, CrashMark mark)
    {
        mark.Set(input.Number);
        lock (gate)
        {
            (current, begun) = (input, Environment.TickCount64);
        }

        var outcome = trial.Run(input);
        lock (gate)
        {
            current = null;
            return abandoned ? null : outcome;
        }
    }

    private void Add(FuzzFault fault, CrashMark mark)
    {
        if (options.Minimise && !report.Knows(fault) && fault.Kind is FaultKind.Crash or FaultKind.Message or FaultKind.Memory or FaultKind.Implausible)
        {
            var minimal = FuzzMinimiser.Minimise(
                fault.Input.Content, content => Try(fault.Input with { Content = content }, mark)?.Fault?.Signature == fault.Signature);
            fault = fault with { Minimal = minimal };
        }

        report.Add(fault);
    }

    private void CheckMaps(FuzzInput input)
    {
        if (inputs.IsMapped())
        {
            report.Add(trial.Fault(input, FaultKind.OpenFile, "a file is still mapped", $"A file of this input, or of one of the {RunsPerMapCheck} before it, is still mapped into memory."));
        }
    }
}

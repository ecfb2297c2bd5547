using System.Runtime.InteropServices;

namespace SteerScope.Client.Commands;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation: the run stops at the next bounded unit of work, and what is done stays.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupt()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
        ];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        // A second signal ends the process at once.
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}

using System.Runtime.InteropServices;

namespace ServerlessTx.LocalHost;

/// <summary>Ctrl-C and SIGTERM as a token, from the first moment on: a start that installs or waits ends by them too.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals()
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        // The default would end the process here and now, before Azurite was asked to save.
        signal.Cancel = true;
        _stop.Cancel();
    }
}

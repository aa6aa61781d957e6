using Microsoft.Extensions.Logging;

namespace ServerlessTx.Simulation;

/// <summary>What the product logs as a failure of its own is one: only store and bus may be away, and a service may have a bug.</summary>
internal sealed class EventLog(Alarm alarm) : ILoggerProvider, ILogger
{
    /// <summary>Dead letters and silence are what may be while faults last.</summary>
    private static readonly int[] Expected = [651, 661];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Expected.Contains(eventId.Id) || exception is PoisonException)
            return;
        if (logLevel >= LogLevel.Error || exception is not (null or StoreUnavailableException or BusUnavailableException or OperationCanceledException))
            alarm.Raise($"It logged: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}

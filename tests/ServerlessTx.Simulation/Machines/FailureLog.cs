using Microsoft.Extensions.Logging;

namespace ServerlessTx.Simulation;

/// <summary>What the product logs as a failure of its own is one: only the store may be away.</summary>
internal sealed class FailureLog(Alarm alarm) : ILoggerProvider, ILogger
{
    private const int Stuck = 601;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // Stuck is what a transaction may be while faults last; that it ends behind them is judged elsewhere.
        if (eventId.Id == Stuck)
            return;
        if (logLevel >= LogLevel.Error || exception is not (null or StoreUnavailableException or OperationCanceledException))
            alarm.Raise($"It logged: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}

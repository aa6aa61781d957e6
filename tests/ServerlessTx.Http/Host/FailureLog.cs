using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Http;

/// <summary>Keeps the exceptions that the host logged, so that a test that meets a 5xx can say why.</summary>
internal sealed class FailureLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<Exception> Failures { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && exception is not null)
            Failures.Enqueue(exception);
    }

    public void Dispose()
    {
    }
}

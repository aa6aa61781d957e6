using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ServerlessTx.LocalHost;

/// <summary>A log line as a person reads it: no category, no event id, the level only where something is wrong.</summary>
internal sealed class QuietFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "quiet";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        var level = entry.LogLevel switch
        {
            LogLevel.Warning => "warning: ",
            LogLevel.Error or LogLevel.Critical => "error: ",
            _ => "",
        };
        writer.WriteLine(level + entry.Formatter(entry.State, entry.Exception));
        if (entry is { Exception: not null, LogLevel: >= LogLevel.Error })
            writer.WriteLine(entry.Exception);
    }
}

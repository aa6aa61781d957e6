using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>Says again and again of a group that it is not strict, when it has not been for long: somebody has to see to it.</summary>
internal sealed partial class ModeReminder(TimeProvider time, ILogger<ModeReminder> logger)
{
    /// <summary>Shorter than the windows that alerts look at.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(4);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _said = new();

    public void Look(ModeGroup group, ModeState state)
    {
        var now = time.GetUtcNow();
        if (state.Mode is Mode.Strict || now - state.Since < group.Terms.LongAfter || now - _said.GetValueOrDefault(group.Name) < Pause)
            return;
        _said[group.Name] = now;
        LogStays(group.Name, state.Mode, (int)(now - state.Since).TotalMinutes, state.Waiting.Count, state.Waiting.Values.Count(waiting => waiting.Conflict is not null));
    }

    [LoggerMessage(683, LogLevel.Warning, "Group {Group} has been {Mode} for {Minutes} minutes; {Waiting} operations wait, {Conflicts} of them for an operator.")]
    private partial void LogStays(string group, Mode mode, int minutes, int waiting, int conflicts);
}

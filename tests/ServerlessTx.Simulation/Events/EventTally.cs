namespace ServerlessTx.Simulation;

/// <summary>What all seeds of the world of events so far went through.</summary>
internal sealed class EventTally
{
    private readonly Dictionary<TransactionStatus, int> _ends = [];
    private int _commands;
    private int _effects;
    private int _deadLetters;

    /// <summary>What never came about.</summary>
    public IEnumerable<string> Missing =>
    [
        .. new[] { TransactionStatus.Completed, TransactionStatus.Compensated }.Where(end => !_ends.ContainsKey(end)).Select(end => end.ToString()),
        .. _deadLetters == 0 ? new[] { "a dead letter" } : [],
    ];

    public void Add(EventResult result)
    {
        (_commands, _effects, _deadLetters) = (_commands + result.Commands, _effects + result.Effects, _deadLetters + result.DeadLetters);
        foreach (var (end, count) in result.Ends)
            _ends[end] = _ends.GetValueOrDefault(end) + count;
    }

    public string Line() =>
        $"Events: {_commands} commands, {_ends.GetValueOrDefault(TransactionStatus.Completed)} orders completed and {_ends.GetValueOrDefault(TransactionStatus.Compensated)} compensated, {_effects} parts done and undone, {_deadLetters} dead letters put back";
}

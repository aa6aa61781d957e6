namespace ServerlessTx.Simulation;

/// <summary>
/// What the services' rows are worth. Nothing comes from nowhere: the writes of every call add up to nothing on each account of
/// these books, and nobody has less than nothing.
/// </summary>
internal sealed class Books(Alarm alarm)
{
    private readonly Dictionary<(string Partition, string Key), IReadOnlyList<Entry>> _entries = [];
    private readonly HashSet<string> _held = [];

    /// <summary>Holds, locks and intentions that stand.</summary>
    public IReadOnlyCollection<string> Held => _held;

    /// <summary>Takes in the writes of one call.</summary>
    public void Landed(string partition, IReadOnlyList<RowWrite> call)
    {
        var moved = new Dictionary<string, decimal>();
        foreach (var write in call)
        {
            var place = (partition, write.Key);
            foreach (var entry in _entries.GetValueOrDefault(place, []))
                moved[entry.Account] = moved.GetValueOrDefault(entry.Account) - entry.Amount;
            _entries[place] = write switch
            {
                RowWrite.Insert insert => Worth.Of(partition, insert.Key, insert.Payload),
                RowWrite.Replace replace => Worth.Of(partition, replace.Key, replace.Payload),
                _ => [],
            };
            foreach (var entry in _entries[place])
                moved[entry.Account] = moved.GetValueOrDefault(entry.Account) + entry.Amount;
            if (_entries[place].Any(entry => entry.Available < 0))
                alarm.Raise($"{write.Key} in {partition} has less than nothing");
            Hold($"{partition} {write.Key}", write);
        }

        foreach (var (account, amount) in moved.Where(account => account.Value != 0))
            alarm.Raise($"{account} is not conserved in {partition}: {amount} more, by {string.Join(", ", call.Select(write => write.Key))}");
    }

    private void Hold(string place, RowWrite write)
    {
        if (write.Key.Split('|')[0] is not ("hold" or "lock" or "intention"))
            return;
        if (write is RowWrite.Delete)
            _held.Remove(place);
        else
            _held.Add(place);
    }
}

/// <summary>What a row is worth on an account of the books.</summary>
/// <param name="Account">The account: what is only moved about is one.</param>
/// <param name="Amount">How much stands there; of what opened by itself, what has come since.</param>
/// <param name="Available">What is there to be taken.</param>
internal sealed record Entry(string Account, decimal Amount, decimal Available = 0);

using System.Globalization;
using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>
/// The stream of the group as it lands, beside what its accounts say: no more is ever promised of an account than is set aside there, and nothing is
/// promised, applied or taken back twice.
/// </summary>
internal sealed class Groups(Effects effects, Alarm alarm)
{
    private readonly List<StoredAppend> _appends = [];
    private readonly Dictionary<string, OperationBuffered> _waiting = [];
    private readonly Dictionary<string, decimal> _setAside = [];
    private readonly HashSet<string> _promised = [];

    public Mode Mode { get; private set; }

    public int Waiting => _waiting.Count;

    /// <summary>How often it has become degraded.</summary>
    public int Degraded { get; private set; }

    /// <summary>How many operations were promised.</summary>
    public int Promised => _promised.Count;

    public StreamHead Head => _appends.Count == 0 ? StreamHead.Empty : _appends[^1].Head;

    /// <summary>Takes in a batch of the group's partition.</summary>
    public void Landed(IReadOnlyList<RowWrite> batch)
    {
        foreach (var write in batch)
        {
            if (write is not RowWrite.Insert insert)
            {
                alarm.Raise($"{write.GetType().Name} of {write.Key}: what is appended stands");
                continue;
            }

            var append = new StoredAppend(
                long.Parse(insert.Key.Split('|')[^1], CultureInfo.InvariantCulture), int.Parse(insert.Columns["count"], CultureInfo.InvariantCulture),
                insert.Payload, ChainHash.Parse(insert.Columns["previous_hash"]));
            if (append.Version != Head.Version + 1 || append.PreviousHash != Head.Hash)
                alarm.Raise($"version {append.Version} of the group does not follow {Head}");
            _appends.Add(append);
            foreach (var recorded in ModeCodec.AllOf(append))
                Take(recorded.Record);
        }

        Compare();
    }

    /// <summary>Takes in the writes of one call to the accounts, once what it did there is known.</summary>
    public void Landed(string partition, IReadOnlyList<RowWrite> call)
    {
        if (partition != Transfer.Accounts)
            return;
        foreach (var write in call.Where(write => write.Key.StartsWith("account|", StringComparison.Ordinal)))
        {
            var payload = write is RowWrite.Insert insert ? insert.Payload : ((RowWrite.Replace)write).Payload;
            var row = JsonSerializer.Deserialize<BookRow>(payload.Span, WireJson.Tolerant)!;
            _setAside[row.Account] = row.SetAside;
            if (row.SetAside < 0 || row.SetAside > row.Balance)
                alarm.Raise($"{row.Account} has {row.SetAside} of {row.Balance} set aside");
        }

        Compare();
    }

    private void Take(ModeRecord record)
    {
        switch (record)
        {
            case ModeSwitched switched:
                Mode = switched.To;
                Degraded += switched.To is Mode.Degraded ? 1 : 0;
                break;
            case OperationBuffered buffered:
                if (!_promised.Add(buffered.Operation))
                    alarm.Raise("a part of it was promised twice", buffered.TransactionId);
                _waiting[buffered.Operation] = buffered;
                break;
            case OperationApplied applied:
                End(applied.Operation, isDone: true);
                break;
            case OperationWithdrawn withdrawn when _waiting.ContainsKey(withdrawn.Operation):
                End(withdrawn.Operation, isDone: false);
                break;
            case OperationConflicted conflicted:
                alarm.Raise($"{conflicted.Operation} was refused: {conflicted.Reason}");
                break;
        }
    }

    private void End(string operation, bool isDone)
    {
        if (!_waiting.Remove(operation, out var buffered))
            alarm.Raise($"{operation} ended and did not wait");
        else if (effects.Did(buffered.TransactionId, buffered.Branch, Phase.Action) != isDone)
            alarm.Raise($"{operation} {(isDone ? "counts as applied, and is not" : "was withdrawn, and is applied")}", buffered.TransactionId);
    }

    private void Compare()
    {
        var promised = _waiting.Values
            .Where(buffered => buffered.Side == Transfer.Accounts && !effects.Did(buffered.TransactionId, buffered.Branch, Phase.Action))
            .SelectMany(buffered => buffered.Movements).Where(movement => movement.Amount < 0).GroupBy(movement => movement.Account, movement => -movement.Amount);
        foreach (var account in promised.Where(account => account.Sum() > _setAside.GetValueOrDefault(account.Key)))
            alarm.Raise($"{account.Sum()} of {account.Key} is promised, and {_setAside.GetValueOrDefault(account.Key)} is set aside");
    }
}

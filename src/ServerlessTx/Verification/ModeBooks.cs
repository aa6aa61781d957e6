namespace ServerlessTx;

/// <summary>The judge's own books of a group, kept record by record.</summary>
internal sealed class ModeBooks
{
    private readonly Dictionary<(string Side, string Account), List<decimal>> _wishes = [];

    public ModeDeclaration? Declaration { get; private set; }

    public Mode Mode { get; private set; }

    public long Version { get; private set; }

    /// <summary>The version of every mode that there was.</summary>
    public HashSet<long> Modes { get; } = [];

    public IReadOnlyList<string> Away { get; private set; } = [];

    public DateTimeOffset? Newest { get; private set; }

    public Dictionary<string, long> Acknowledged { get; } = [];

    /// <summary>What the owner has set aside, less what was applied of it.</summary>
    public Dictionary<(string Side, string Account), decimal> SetAside { get; } = [];

    /// <summary>The newest wish that was not answered, and the mode in which it was made.</summary>
    public Dictionary<(string Side, string Account), (long Asked, long ModeVersion)> Wished { get; } = [];

    /// <summary>What is promised and has not ended, in its order.</summary>
    public OrderedDictionary<string, OperationBuffered> Waiting { get; } = [];

    /// <summary>How often those were tried again that an operator had tried again.</summary>
    public Dictionary<string, int> Attempts { get; } = [];

    public HashSet<string> Conflicts { get; } = [];

    /// <summary>Every operation that was promised, or that never may be.</summary>
    public HashSet<string> Seen { get; } = [];

    /// <summary>What of an account debits that wait have taken.</summary>
    public decimal Spent(string side, string account) => Waiting.Values.Where(waiting => waiting.Side == side)
        .SelectMany(waiting => waiting.Movements).Where(movement => movement.Account == account && movement.Amount < 0).Sum(movement => -movement.Amount);

    /// <summary>What may be taken of it at most: a wish that was not heard back from may have lowered it.</summary>
    public decimal Limit(string side, string account) =>
        MayStand(side, account).Min();

    /// <summary>What its owner may have set aside: what he said last, or any wish behind that.</summary>
    public IEnumerable<decimal> MayStand(string side, string account) =>
        _wishes.GetValueOrDefault((side, account), []).Append(SetAside.GetValueOrDefault((side, account)));

    public void Enter(RecordedMode recorded)
    {
        Newest = recorded.Record.At;
        switch (recorded.Record)
        {
            case ModeDeclared declared:
                Version = Declaration is null ? recorded.Version : Version;
                Declaration = declared.Declaration;
                Modes.Add(Version);
                break;
            case ModeSwitched switched:
                (Mode, Version, Away) = (switched.To, recorded.Version, switched.Away);
                Modes.Add(Version);
                break;
            case ModeAcknowledged told:
                Acknowledged[told.Side] = told.ModeVersion;
                break;
            case EscrowAsked asked:
                Wished[(asked.Side, asked.Account)] = (recorded.Version, Version);
                _wishes.TryAdd((asked.Side, asked.Account), []);
                _wishes[(asked.Side, asked.Account)].Add(asked.Amount);
                break;
            case EscrowSetAside set:
                SetAside[(set.Side, set.Account)] = set.Amount;
                _wishes.Remove((set.Side, set.Account));
                Wished.Remove((set.Side, set.Account));
                break;
            case OperationBuffered buffered:
                Seen.Add(buffered.Operation);
                Waiting[buffered.Operation] = buffered;
                break;
            case OperationWithdrawn withdrawn:
                Seen.Add(withdrawn.Operation);
                End(withdrawn.Operation);
                break;
            case OperationRefused refused:
                End(refused.Operation);
                break;
            case OperationApplied applied:
                Use(applied.Operation);
                End(applied.Operation);
                break;
            case OperationConflicted conflicted:
                Conflicts.Add(conflicted.Operation);
                break;
            case OperationRetried retried:
                Conflicts.Remove(retried.Operation);
                Attempts[retried.Operation] = retried.Attempt;
                break;
        }
    }

    private void Use(string operation)
    {
        if (!Waiting.TryGetValue(operation, out var applied) || Declaration?.Side(applied.Side) is not { HasLimits: true })
            return;
        foreach (var debit in applied.Movements.Where(movement => movement.Amount < 0))
        {
            var account = (applied.Side, debit.Account);
            SetAside[account] = SetAside.GetValueOrDefault(account) + debit.Amount;
            // Whichever he has heard, so much less of it stands there now.
            if (_wishes.TryGetValue(account, out var wishes))
                _wishes[account] = [.. wishes.Select(wish => wish + debit.Amount)];
        }
    }

    private void End(string operation)
    {
        Waiting.Remove(operation);
        Conflicts.Remove(operation);
    }
}

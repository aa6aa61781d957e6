using System.Collections.Immutable;

namespace ServerlessTx;

/// <summary>A group as its stream makes it.</summary>
internal sealed record ModeState
{
    private static readonly ImmutableDictionary<(string Side, string Account), Escrow> NoEscrow = ImmutableDictionary<(string Side, string Account), Escrow>.Empty;

    public static ModeState Empty { get; } = new();

    public StreamHead Head { get; private init; } = StreamHead.Empty;

    public ModeDeclaration? Declaration { get; private init; }

    public Mode Mode { get; private init; }

    /// <summary>The version of the record that made the mode: the first one's, or the newest switch's.</summary>
    public long Version { get; private init; }

    /// <summary>When the mode was made.</summary>
    public DateTimeOffset Since { get; private init; }

    public IReadOnlyList<string> Away { get; private init; } = [];

    public DateTimeOffset? Newest { get; private init; }

    public ImmutableDictionary<string, long> Acknowledged { get; private init; } = ImmutableDictionary<string, long>.Empty;

    public ImmutableDictionary<(string Side, string Account), Escrow> Escrows { get; private init; } = NoEscrow;

    /// <summary>What waits to be applied or for an operator, by its place in the stream.</summary>
    public ImmutableSortedDictionary<long, BufferedOperation> Waiting { get; private init; } = ImmutableSortedDictionary<long, BufferedOperation>.Empty;

    /// <summary>Each operation that was ever buffered or withdrawn, by its name: where it stands, and 0 once it was withdrawn.</summary>
    public ImmutableDictionary<string, long> Known { get; private init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>How often an operator has had an operation tried again.</summary>
    public ImmutableDictionary<string, int> Attempts { get; private init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What sides that come back are told while those under way may still need them: the newest degraded mode.</summary>
    public long DegradedVersion { get; private init; }

    public bool IsAcknowledged => Declaration!.Sides.All(side => Acknowledged.GetValueOrDefault(side.Name) >= Version);

    public PinnedMode Pinned => new(Declaration!.Group, Version, Mode) { Away = Away };

    public Escrow EscrowOf(string side, string account) => Escrows.GetValueOrDefault((side, account), Escrow.None);

    public BufferedOperation? Find(string operation) =>
        Known.TryGetValue(operation, out var version) && Waiting.TryGetValue(version, out var waiting) ? waiting : null;

    public ModeState Apply(StoredAppend append) =>
        ModeCodec.AllOf(append).Aggregate(this, (state, recorded) => state.Apply(recorded)) with { Head = append.Head };

    private ModeState Apply(RecordedMode recorded)
    {
        var (version, state) = (recorded.Version, this with { Newest = recorded.Record.At });
        return recorded.Record switch
        {
            ModeDeclared declared => state with { Declaration = declared.Declaration, Version = Declaration is null ? version : Version },
            ModeSwitched switched => state with
            {
                Mode = switched.To,
                Version = version,
                Since = switched.At,
                Away = switched.Away,
                DegradedVersion = switched.To is Mode.Degraded ? version : DegradedVersion,
            },
            ModeAcknowledged told => state with { Acknowledged = Acknowledged.SetItem(told.Side, told.ModeVersion) },
            EscrowAsked asked => state.With(asked.Side, asked.Account, escrow => escrow.Ask(asked.Amount, version)),
            EscrowSetAside set => state.With(set.Side, set.Account, escrow => escrow.Set(set.Amount)),
            OperationBuffered buffered => state.Spend(new BufferedOperation(buffered, version)),
            OperationApplied applied => state.End(applied.Operation, (escrow, amount) => escrow.Apply(amount)),
            OperationRefused refused => state.End(refused.Operation, (escrow, amount) => escrow.Return(amount)),
            OperationWithdrawn withdrawn => state.End(withdrawn.Operation, (escrow, amount) => escrow.Return(amount)) with { Known = Known.SetItem(withdrawn.Operation, 0) },
            OperationConflicted conflicted => state.Change(conflicted.Operation, waiting => waiting with { Conflict = conflicted.Reason, ConflictAt = conflicted.At }),
            OperationRetried retried => state.Change(retried.Operation, waiting => waiting with { Conflict = null, ConflictAt = null, Attempt = retried.Attempt })
                with
            { Attempts = Attempts.SetItem(retried.Operation, retried.Attempt) },
            _ => state,
        };
    }

    private ModeState Spend(BufferedOperation operation) => operation.Debits.Aggregate(
        this with { Waiting = Waiting.Add(operation.Version, operation), Known = Known.SetItem(operation.Is.Operation, operation.Version) },
        (state, debit) => state.With(operation.Is.Side, debit.Account, escrow => escrow.Spend(-debit.Amount)));

    private ModeState End(string operation, Func<Escrow, decimal, Escrow> spent) => Find(operation) is not { } waiting ? this : waiting.Debits.Aggregate(
        this with { Waiting = Waiting.Remove(waiting.Version) },
        (state, debit) => state.With(waiting.Is.Side, debit.Account, escrow => spent(escrow, -debit.Amount)));

    private ModeState Change(string operation, Func<BufferedOperation, BufferedOperation> change) =>
        Find(operation) is { } waiting ? this with { Waiting = Waiting.SetItem(waiting.Version, change(waiting)) } : this;

    /// <summary>Sides without limits keep no escrow.</summary>
    private ModeState With(string side, string account, Func<Escrow, Escrow> change) => Declaration?.Side(side)?.HasLimits is true
        ? this with { Escrows = Escrows.SetItem((side, account), change(EscrowOf(side, account))) }
        : this;
}

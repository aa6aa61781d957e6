using System.Text.Json;

namespace ServerlessTx.Verification;

/// <summary>The stream of a group, written by hand: an honest one, for forgeries to start from.</summary>
internal sealed class ModeStream
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly List<ModeRecord> _records = [];

    /// <summary>Versions: 1 declared, 2 wished, 3 set aside, 4 degraded, 5 buffered, 6 buffered, 7 failing back, 8 applied, 9 conflicted, 10 refused, 11 and 12 acknowledged, 13 strict.</summary>
    public static ModeStream Honest() => new ModeStream()
        .Add(new ModeDeclared { Declaration = Declaration, At = default })
        .Add(new EscrowAsked { Side = "accounts", Account = "a", Amount = 100, By = "ops", At = default })
        .Add(new EscrowSetAside { Side = "accounts", Account = "a", Amount = 100, Asked = 2, At = default })
        .Add(new ModeSwitched
        {
            From = Mode.Strict,
            To = Mode.Degraded,
            Trigger = ModeTrigger.DatabasePartitionDetected,
            Away = ["accounts"],
            At = default,
            Findings = [new("accounts", false, Start, 3), new("ledger", true, Start, 9)],
        })
        .Add(Buffered("one", -60))
        .Add(Buffered("two", -40))
        .Add(new ModeSwitched { From = Mode.Degraded, To = Mode.FailingBack, Trigger = ModeTrigger.Operator, Away = [], Findings = [], By = "ops", Reason = "it is back", At = default })
        .Add(new OperationApplied { Operation = "one", Attempt = 1, Receipt = "lsn 1", At = default })
        .Add(new OperationConflicted { Operation = "two", Attempt = 1, Reason = "account_closed", At = default })
        .Add(new OperationRefused { Operation = "two", By = "ops", Reason = "it stays closed", Reversed = ["ledger"], At = default })
        .Add(new ModeAcknowledged { Side = "accounts", ModeVersion = 7, At = default })
        .Add(new ModeAcknowledged { Side = "ledger", ModeVersion = 7, At = default })
        .Add(new ModeSwitched { From = Mode.FailingBack, To = Mode.Strict, Trigger = ModeTrigger.BuffersEmpty, Away = [], Findings = [], At = default });

    public static OperationBuffered Buffered(string operation, params IReadOnlyList<decimal> amounts) => new()
    {
        Operation = operation,
        Side = "accounts",
        TransactionId = "t",
        Branch = "accounts_move",
        ModeVersion = 4,
        Movements = [.. amounts.Select(amount => new Movement("a", amount))],
        Input = JsonElement.Parse("{}"),
        At = default,
    };

    public ModeStream Add(ModeRecord record)
    {
        _records.Add(record);
        return this;
    }

    public ModeStream Drop(int version)
    {
        _records.RemoveAt(version - 1);
        return this;
    }

    /// <summary>What it was when it had come to a version.</summary>
    public ModeStream Cut(int version)
    {
        _records.RemoveRange(version, _records.Count - version);
        return this;
    }

    public ModeStream Change<T>(int version, Func<T, T> change) where T : ModeRecord
    {
        _records[version - 1] = change((T)_records[version - 1]);
        return this;
    }

    /// <summary>The document that a host would serve of this stream, hashed throughout.</summary>
    public byte[] Document() => JsonSerializer.SerializeToUtf8Bytes(ModeDocument.Of(Appends()), WireJson.Tolerant);

    public IReadOnlyList<StoredAppend> Appends()
    {
        var head = StreamHead.Empty;
        var appends = new List<StoredAppend>();
        foreach (var record in _records)
        {
            appends.Add(ModeCodec.Seal(head, record with { At = record.At == default ? Start.AddMinutes(appends.Count) : record.At }));
            head = appends[^1].Head;
        }

        return appends;
    }

    public static ModeDeclaration Declaration { get; } = new()
    {
        Group = "pay",
        Strict = new("pay", 1, Pattern.TwoPhaseCommit, "f"),
        Degraded = new("pay_degraded", 1, Pattern.Saga, "g"),
        Sides = [new("ledger", 10, 1000, HasLimits: false, HasEscrow: false), new("accounts", 2, 1000, HasLimits: true, HasEscrow: true)],
        Switching = ModeSwitching.Automatic,
        Conflicts = ConflictRule.Operator,
    };
}

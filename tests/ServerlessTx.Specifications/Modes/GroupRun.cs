using System.Text;
using System.Text.Json;

namespace ServerlessTx.Specifications;

/// <summary>The stream of a group of three sides, written by hand: an append each minute.</summary>
internal sealed class GroupRun
{
    public const string Ledger = "ledger_db";
    public const string Fees = "fees_db";
    public const string Accounts = "accounts_db";

    private static readonly DateTimeOffset BeganAt = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    private readonly List<StoredAppend> _appends = [];

    public IReadOnlyList<StoredAppend> Appends => _appends;

    /// <summary>How the group stood behind each append.</summary>
    public IEnumerable<ModeState> States =>
        _appends.Select((_, i) => _appends.Take(i + 1).Aggregate(ModeState.Empty, (state, append) => state.Apply(append)));

    private DateTimeOffset Now => BeganAt.AddMinutes(_appends.Count);

    public GroupRun Append(params IReadOnlyList<ModeRecord> records)
    {
        _appends.Add(ModeCodec.Seal(Head, [.. records.Select(record => record with { At = Now })]));
        return this;
    }

    /// <summary>What a later version stored: a known record with a field that this version does not know, and one of a kind of its own.</summary>
    public GroupRun AppendOfALaterVersion(ModeRecord known)
    {
        var stored = Encoding.UTF8.GetString(ModeCodec.Seal(StreamHead.Empty, known with { At = Now }).Payload.Span);
        var later = $$"""[{"hue":1,{{stored[2..^1]}},{"type":"witnessed","witness":"somebody","at":"{{Stamp.Text(Now)}}"}]""";
        _appends.Add(new StoredAppend(Head.Version + 1, 2, Encoding.UTF8.GetBytes(later), Head.Hash));
        return this;
    }

    public GroupRun Told(string side, long version) => Append(new ModeAcknowledged { Side = side, ModeVersion = version, At = default });

    public GroupRun Wishes(string side, string account, decimal amount) =>
        Append(new EscrowAsked { Side = side, Account = account, Amount = amount, By = "ops", At = default });

    /// <summary>The owner answers the wish in front of it.</summary>
    public GroupRun SetsAside(string side, string account, decimal amount) =>
        Append(new EscrowSetAside { Side = side, Account = account, Amount = amount, Asked = Head.Version, At = default });

    public GroupRun Buffers(long modeVersion, string transaction, string side, params IReadOnlyList<Movement> movements) => Append(new OperationBuffered
    {
        Operation = Name(transaction, side),
        Side = side,
        TransactionId = transaction,
        Branch = $"{side}_move",
        ModeVersion = modeVersion,
        Movements = movements,
        Input = JsonElement.Parse("{}"),
        At = default,
    });

    public GroupRun Withdraws(string transaction, string side) => Append(new OperationWithdrawn { Operation = Name(transaction, side), At = default });

    public GroupRun Applies(string transaction, string side, string receipt, int attempt = 1) =>
        Append(new OperationApplied { Operation = Name(transaction, side), Attempt = attempt, Receipt = receipt, At = default });

    public GroupRun Conflicts(string transaction, string side, string reason) =>
        Append(new OperationConflicted { Operation = Name(transaction, side), Attempt = 1, Reason = reason, At = default });

    /// <summary>The sides were probed: who is away has not answered for so many seconds, the others have answered for an hour.</summary>
    public GroupRun IsParted(Mode from, params IReadOnlyList<(string Side, int Seconds)> away) => Append(Switched(from, Mode.Degraded) with
    {
        Trigger = ModeTrigger.DatabasePartitionDetected,
        Findings = [.. Sides.Select(side => away.FirstOrDefault(one => one.Side == side) is { Seconds: > 0 } one
            ? new SideFinding(side, false, Now.AddSeconds(-one.Seconds), 3)
            : new SideFinding(side, true, Now.AddHours(-1), 9))],
        Away = [.. away.Select(one => one.Side)],
    });

    public GroupRun IsHealed() => Append(Switched(Mode.Degraded, Mode.FailingBack) with
    {
        Trigger = ModeTrigger.DatabasePartitionHealed,
        Findings = [.. Sides.Select(side => new SideFinding(side, true, Now.AddSeconds(-30), 5))],
    });

    /// <summary>An operator orders it: nobody was asked whether a side is there.</summary>
    public GroupRun IsOrdered(Mode from, Mode to, string reason, params IReadOnlyList<string> away) => Append(Switched(from, to) with
    {
        Trigger = ModeTrigger.Operator,
        Findings = [.. Sides.Select(side => new SideFinding(side, !away.Contains(side), Now, 0))],
        Away = away,
        By = "ann",
        Reason = reason,
    });

    public GroupRun IsStrict() => Append(Switched(Mode.FailingBack, Mode.Strict) with { Trigger = ModeTrigger.BuffersEmpty });

    public static string Name(string transaction, string side) => $"{transaction}/{side}_move/action";

    private static string[] Sides => [Ledger, Fees, Accounts];

    private StreamHead Head => _appends is [.., var last] ? last.Head : StreamHead.Empty;

    private static ModeSwitched Switched(Mode from, Mode to) => new() { From = from, To = to, Trigger = default, Findings = [], Away = [], At = default };
}

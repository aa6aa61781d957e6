using Microsoft.Extensions.Logging.Abstractions;

namespace ServerlessTx.Explorer;

/// <summary>Judges a group by its records, its sides' rows and the evidence of payments, without knowing how anybody came to write them.</summary>
/// <param name="evidence">The partition of the payments' evidence.</param>
internal sealed class ModeOracle(string evidence)
{
    private readonly Dictionary<int, GroupFacts> _groups = [];
    private readonly Dictionary<int, TillFacts> _tills = [];
    private readonly Dictionary<int, IReadOnlyList<PaymentFacts>> _payments = [];
    private readonly Dictionary<ChainHash, PaymentFacts> _histories = [];

    public IReadOnlyList<(string End, int Count)> Ends =>
    [
        .. _histories.Values.Where(payment => payment.End is not null).CountBy(payment => payment.End!.Value).OrderBy(end => end.Key)
            .Select(end => (end.Key.Word(), end.Value)),
    ];

    /// <summary>What is wrong, or nothing.</summary>
    public string? Fault(RowSet transactions, RowSet payer, RowSet payee, RowSet group)
    {
        var (facts, payments, from, to) = (GroupOf(group), PaymentsOf(transactions), TillOf(payer), TillOf(payee));
        return facts.Breaches.FirstOrDefault()
            ?? payments.SelectMany(payment => payment.Breaches).FirstOrDefault()
            ?? facts.Conflict
            ?? FaultOfOne(from) ?? FaultOfOne(to)
            ?? FaultOfEscrow(facts, from)
            ?? (IsAtRest(facts, payments) ? FaultAtRest(payments, from, to) : null);
    }

    /// <summary>Whether it is strict, nothing waits and all payments have ended.</summary>
    public bool IsAtRest(RowSet transactions, RowSet group) => IsAtRest(GroupOf(group), PaymentsOf(transactions));

    /// <summary>No side accepts what belongs to an older mode than the group knows it to have been told of.</summary>
    public string? Breach(Request.Tell tell, Response response, RowSet group) =>
        tell.FirstPhaseOf is { } version && response is Response.Answer { Given: IHeard { Said.Verdict: Verdict.Done } } && GroupOf(group).Acknowledged(tell.Side) is var known && version < known
            ? $"{tell.Side} accepted a call of mode {version}, and had acknowledged {known}"
            : null;

    public IEnumerable<string> Transcript(RowSet transactions, RowSet group) => PaymentsOf(transactions)
        .SelectMany(payment => Specifications.Transcript.Of(payment.Records).Split('\n').Select(line => $"{payment.Name}  {line}"))
        .Concat(Samples.Tests.ModeTranscript.Of(GroupOf(group).Records).Split('\n').Select(line => $"    {line}"));

    private static bool IsAtRest(GroupFacts group, IReadOnlyList<PaymentFacts> payments) =>
        group.Mode is Mode.Strict && group.Waiting.Count == 0 && payments.All(payment => payment.End is not null);

    private static string? FaultOfOne(TillFacts till)
    {
        foreach (var (branch, effect) in till.Effects)
        {
            if (effect.Made > 1 || effect.Undone > effect.Made)
                return $"{branch} was done {effect.Made} times and undone {effect.Undone} times";
        }

        return till.Till.Available < 0 || till.Till.SetAside < 0 ? $"a till has less than nothing: {till.Till}" : null;
    }

    /// <summary>What was promised and is not done yet lies at the payer.</summary>
    private static string? FaultOfEscrow(GroupFacts group, TillFacts payer)
    {
        var promised = group.Waiting.Where(operation => operation.Side == Till.Payer && !payer.HasDone(operation)).Sum(operation => -operation.Movements.Sum(movement => movement.Amount));
        return promised > payer.Till.SetAside ? $"{promised} is promised, and {payer.Till.SetAside} is set aside" : null;
    }

    private static string? FaultAtRest(IReadOnlyList<PaymentFacts> payments, TillFacts payer, TillFacts payee)
    {
        var moved = payments.Where(payment => payment.IsMade).Sum(payment => payment.Amount);
        return payer.Till.Balance != Till.Opening - moved || payee.Till.Balance != Till.Opening + moved
            ? $"all has ended and {moved} was paid, and the payer holds {payer.Till.Balance} and the payee {payee.Till.Balance}"
            : payer.Till.Held != 0 || payer.Effects.Concat(payee.Effects).Any(effect => effect.Value.IsHeld) ? "all has ended, and something is still held" : null;
    }

    private GroupFacts GroupOf(RowSet rows) => Once(_groups, rows.Id, () => new GroupFacts(
        new ModeStore(Storage.StoreWith(rows, ModeStore.Partition), TimeProvider.System).ReadAsync(Payments.Group, default).GetAwaiter().GetResult()));

    private TillFacts TillOf(RowSet rows) => Once(_tills, rows.Id, () => new TillFacts(rows));

    private IReadOnlyList<PaymentFacts> PaymentsOf(RowSet rows) => Once(_payments, rows.Id, () =>
    {
        var store = new TransactionStore(Storage.StoreWith(rows, evidence), TimeProvider.System, new ServerlessTxOptions { Shards = 1 }, NullLogger<TransactionStore>.Instance);
        return [.. rows.Rows.Select(row => TransactionRows.IdOf(row.Key)).OfType<TransactionId>().Distinct().Select(id => PaymentOf(id, store))];
    });

    private PaymentFacts PaymentOf(TransactionId id, TransactionStore store)
    {
        var appends = store.ReadAsync(id, StreamHead.Empty, default).GetAwaiter().GetResult();
        return Once(_histories, appends[^1].Hash, () => new PaymentFacts(id, appends));
    }

    private static TValue Once<TKey, TValue>(Dictionary<TKey, TValue> known, TKey key, Func<TValue> make) where TKey : notnull
    {
        if (!known.TryGetValue(key, out var value))
            known.Add(key, value = make());
        return value;
    }
}

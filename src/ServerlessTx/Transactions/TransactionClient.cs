using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Begins transactions, reads them, and turns them back: what the HTTP routes do, for code in the same process.</summary>
public sealed class TransactionClient
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly TransactionStarter _starter;
    private readonly TransactionStore _store;
    private readonly TransactionList _list;
    private readonly Turning _turning;
    private readonly OperatorDesk _desk;
    private readonly SignalDesk _signals;
    private readonly Decisions _decisions;
    private readonly ITransactionDrivers _drivers;
    private readonly PersonalData _personal;
    private readonly TimeProvider _time;

    internal TransactionClient(
        TransactionStarter starter, TransactionStore store, TransactionList list, Turning turning, OperatorDesk desk,
        SignalDesk signals, Decisions decisions, ITransactionDrivers drivers, PersonalData personal, TimeProvider time) =>
        (_starter, _store, _list, _turning, _desk, _signals, _decisions, _drivers, _personal, _time) =
        (starter, store, list, turning, desk, signals, decisions, drivers, personal, time);

    /// <summary>Begins a transaction and does not wait for its end.</summary>
    /// <exception cref="UnknownWorkflowException">No such workflow is registered.</exception>
    /// <exception cref="InvalidInputException">The input is not what the workflow takes.</exception>
    /// <exception cref="SubjectErasedException">The input has personal data of a subject that is erased.</exception>
    /// <exception cref="IdempotencyKeyReusedException">The key belongs to another request.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer. With a key, sending the request again is safe.</exception>
    public Task<StartedTransaction> StartAsync(StartRequest request, CancellationToken cancellation = default) =>
        _starter.StartAsync(request, cancellation);

    /// <summary>Begins an ad hoc transaction: the input is its definition over registered participants, <c>{pattern, steps | participants, …}</c>.</summary>
    /// <exception cref="InvalidInputException">The input is not the JSON of a definition.</exception>
    /// <exception cref="InvalidDefinitionException">The definition has a wrong shape; it says where and why.</exception>
    /// <inheritdoc cref="StartAsync"/>
    public Task<StartedTransaction> StartAdHocAsync(StartRequest request, CancellationToken cancellation = default) =>
        _starter.StartAdHocAsync(request, cancellation);

    /// <summary>Waits until a transaction has ended, at most so long.</summary>
    /// <returns>How it stands then, or nothing when there is no such transaction.</returns>
    public async Task<TransactionState?> WaitAsync(TransactionId id, TimeSpan atMost, CancellationToken cancellation = default)
    {
        var until = _time.GetUtcNow() + atMost;
        while (true)
        {
            // One that runs here tells when it ends; one that runs elsewhere is looked at again and again.
            if (_drivers.Running(id) is { } running)
                await EndOrTimeAsync(running, until, cancellation);
            var state = await GetAsync(id, cancellation);
            var left = until - _time.GetUtcNow();
            if (state is null || state.Status.IsEnd() || left <= TimeSpan.Zero)
                return state;
            await Task.Delay(left < Poll ? left : Poll, _time, cancellation);
        }
    }

    /// <summary>How a transaction stands, or nothing when there is no such transaction.</summary>
    /// <exception cref="TransactionForgottenException">It is so old that its records are purged; so with everything that reads one transaction.</exception>
    public async Task<TransactionState?> GetAsync(TransactionId id, CancellationToken cancellation = default)
    {
        var appends = await ReadAsync(id, cancellation);
        return appends.Count == 0 ? null : TransactionState.Of(appends);
    }

    /// <summary>Transactions, newest first.</summary>
    /// <exception cref="FormatException">The continuation is none of ours.</exception>
    public Task<TransactionPage> ListAsync(TransactionQuery query, CancellationToken cancellation = default) => _list.ReadAsync(query, cancellation);

    /// <summary>The evidence document, computed from the stored bytes; see <c>docs/evidence.md</c>.</summary>
    public async Task<JsonObject?> EvidenceAsync(TransactionId id, EvidenceView view = EvidenceView.Pattern, CancellationToken cancellation = default)
    {
        var appends = await ReadAsync(id, cancellation);
        if (appends.Count == 0)
            return null;
        var document = await EvidenceDocument.BuildAsync(appends, view, (call, hash) => _store.ReadLargeAsync(id, call, hash, cancellation));
        return await _personal.SayErasedAsync(document, appends, cancellation);
    }

    /// <summary>What is decided, without writing anything.</summary>
    public async Task<DecisionState?> DecisionAsync(TransactionId id, CancellationToken cancellation = default) =>
        DecisionState.Of(id, await _turning.ReadAsync(id, cancellation));

    /// <summary>What a participant in doubt asks: past the deadline of an undecided transaction, the asking turns it back.</summary>
    public Task<DecisionState?> AskAsync(TransactionId id, CancellationToken cancellation = default) => _decisions.AskAsync(id, cancellation);

    /// <summary>Turns an undecided transaction back.</summary>
    /// <returns>What is decided now, and whether this call decided it.</returns>
    public Task<DecisionState?> CancelAsync(TransactionId id, string reason, string by, CancellationToken cancellation = default) =>
        _decisions.TurnBackAsync(id, reason, by, cancellation);

    /// <summary>
    /// Says to a transaction what a step of it waits for, or will. It may be repeated: the first answer under a name stands, and whoever sent it
    /// is answered alike each time.
    /// </summary>
    /// <exception cref="InvalidInputException">It says too much, or a yes and a no.</exception>
    public async Task<SignalResult> SignalAsync(TransactionId id, Signal signal, CancellationToken cancellation = default)
    {
        var result = await _signals.SignalAsync(id, signal, cancellation);
        if (result is SignalResult.Recorded { IsReplay: false })
            await _drivers.WakeAsync(id);
        return result;
    }

    /// <summary>Carries out what an operator does about a transaction that cannot go on.</summary>
    public async Task<ResolveResult> ResolveAsync(TransactionId id, Resolution resolution, CancellationToken cancellation = default)
    {
        var result = await _desk.ResolveAsync(id, resolution, cancellation);
        if (result is ResolveResult.Recorded)
            await _drivers.WakeAsync(id);
        return result;
    }

    /// <summary>Has whoever drives a transaction look at its stream now, when it waits. One that cannot be reached looks later.</summary>
    public Task WakeAsync(TransactionId id) => _drivers.WakeAsync(id);

    private async Task<IReadOnlyList<StoredAppend>> ReadAsync(TransactionId id, CancellationToken cancellation)
    {
        var appends = await _store.ReadAsync(id, StreamHead.Empty, cancellation);
        if (appends.Count == 0)
            await _store.RefuseForgottenAsync(id, cancellation);
        return appends;
    }

    private async Task EndOrTimeAsync(Task running, DateTimeOffset until, CancellationToken cancellation)
    {
        var left = until - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return;
        try
        {
            await running.WaitAsync(left, _time, cancellation);
        }
        catch (TimeoutException)
        {
        }
    }
}

using System.Text.Json;

namespace ServerlessTx;

/// <summary>One attempt of a call, as a participant sees it. The same call may come again, at any time, and gets the same answer.</summary>
/// <typeparam name="TInput">The workflow's input.</typeparam>
public sealed class Call<TInput> : IBarrierCall
{
    private readonly CallRequest _request;
    private readonly Lazy<TInput> _input;

    internal Call(CallRequest request)
    {
        _request = request;
        _input = new(() => request.Input.Deserialize<TInput>(WireJson.Tolerant)!);
    }

    /// <summary>The input of the transaction. A conclusion hardly needs it, so it is read when it is asked for.</summary>
    public TInput Input => _input.Value;

    /// <summary>The transaction's id.</summary>
    public string TransactionId => _request.TransactionId;

    /// <summary>The branch of the transaction: a saga's operation, a vote's participant.</summary>
    public string Branch => _request.Name.Branch;

    /// <summary>What the branch is asked to do.</summary>
    public Phase Phase => _request.Name.Phase;

    /// <summary>The call's name, <c>{transaction}/{branch}/{phase}</c>: an idempotency key for whatever it does outside.</summary>
    public string Key => _request.Name.Key(TransactionId);

    /// <summary>For an undo, confirm, cancel, commit or abort: the key that the first call had.</summary>
    public string ForwardKey => new CallName(Branch, Phase.Forward()).Key(TransactionId);

    /// <summary>Which attempt it is for this coordinator, from 1.</summary>
    public int Attempt => _request.Attempt;

    /// <summary>When the transaction is turned back if it is undecided then.</summary>
    public DateTimeOffset Deadline => _request.Deadline;

    /// <summary>For a second-phase call, the hash of the append that holds the decision.</summary>
    public ChainHash? Decision => _request.Decision;

    /// <summary>For an undo, cancel or abort: why, as a code.</summary>
    public string? Reason => _request.Reason;

    /// <summary>The W3C trace context of the request that began the transaction.</summary>
    public string? Traceparent => _request.Traceparent;

    /// <summary>Of a workflow with modes, the one that the transaction began in.</summary>
    public ModeTicket? Mode => _request.Mode;

    /// <summary>It undoes what a child did: no participant was asked by that name before.</summary>
    public bool UndoesChild => _request.UndoesChild;

    /// <summary>Ends with the attempt's time-out.</summary>
    public CancellationToken Cancellation => _request.Cancellation;

    /// <summary>The recorded result of an earlier call of this transaction, or none when it has none.</summary>
    /// <param name="branch">A saga's operation, a vote's participant.</param>
    public TResult? ResultOf<TResult>(string branch) =>
        _request.Results.TryGetValue(branch, out var result) ? result.Deserialize<TResult>(WireJson.Tolerant) : default;

    /// <summary>The same as it is recorded.</summary>
    internal JsonElement? RecordedOf(string branch) => _request.Results.TryGetValue(branch, out var result) ? result : null;

    /// <summary>The same call with its input read into another type.</summary>
    public Call<TOther> As<TOther>() => new(_request);
}

using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Begins children and turns them back. A child's id is made of the call that begins it, so its first row is the barrier of that call: of a begin and an
/// undo that come at once, or too late, one finds the row of the other.
/// </summary>
internal sealed class ChildDesk(TransactionStarter starter, TransactionStore store, Turning turning, ShardMap shards, ITransactionDrivers drivers) : IChildren
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    /// <summary>The end of a child wakes who asks for it; only one that cannot be woken comes back by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<Answer> BeginAsync(CallRequest call, DefinedChild child, JsonElement input)
    {
        var begin = await BeginOfAsync(call, child);
        var isThere = await store.HasRowsAsync(begin.Id, call.Cancellation);
        if (!isThere)
        {
            // Its parent may have ended so long ago that the row is purged again.
            await store.RefuseForgottenAsync(begin.Id, call.Cancellation);
            isThere = (await starter.StartAsync(Request(call, child, input, begin), call.Cancellation)).IsReplay;
        }

        return isThere && await WasTurnedBackFirstAsync(begin.Id, call.Cancellation)
            ? Answer.Refused(ChildBegin.ParentTurnedBack)
            : new Answer(Verdict.Done, WireJson.ToElement(new ChildBegun(begin.Id.ToString())));
    }

    public async Task<ChildEnd> TurnBackAsync(CallRequest call, DefinedChild child)
    {
        var begin = await BeginOfAsync(call, child);
        var standing = await turning.BackAsync(begin.Id, ChildBegin.ParentTurnedBack, ChildBegin.ByParent, call.Cancellation);
        if (standing is null)
            await starter.StartTurnedBackAsync(Request(call, child, NoInput, begin with { IsTurnedBack = true }), call.Cancellation);
        else if (standing.Written)
            await drivers.WakeAsync(begin.Id);
        return ChildEnd.Of(TransactionState.Of(await store.ReadAsync(begin.Id, StreamHead.Empty, call.Cancellation))) ?? throw new StillWorkingException(Patience);
    }

    private async Task<ChildBegin> BeginOfAsync(CallRequest call, DefinedChild child)
    {
        var parent = new ParentCall(call.TransactionId, call.Name.Branch, child.Signal);
        return new(TransactionId.ChildOf(parent, await shards.PickAsync(parent.Key, call.Cancellation)), parent);
    }

    private static StartRequest Request(CallRequest call, DefinedChild child, JsonElement input, ChildBegin begin) => new(child.Workflow, input)
    {
        Caller = ChildBegin.ByParent,
        Traceparent = call.Traceparent,
        Child = begin,
    };

    private async Task<bool> WasTurnedBackFirstAsync(TransactionId id, CancellationToken cancellation) =>
        (await store.ReadAsync(id, StreamHead.Empty, cancellation)) is [var first, ..] && RecordCodec.DecodeAll(first.Payload) is [_, Decided, ..];
}

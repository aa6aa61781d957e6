using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>Begins transactions, once for each idempotency key, and hands them to a driver.</summary>
internal sealed class TransactionStarter(
    TransactionStore store, IdempotencyKeys keys, KeyAttempts attempts, WorkflowRegistry workflows, AdHocReader adHoc, AdHocSealing adHocSealing,
    ITransactionDrivers drivers, PersonalData personal, ShardMap shards, ServerlessTxOptions options, TimeProvider time, RandomNumberGenerator random)
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    public async Task<StartedTransaction> StartAsync(StartRequest request, CancellationToken cancellation)
    {
        var workflow = workflows.Newest(request.Workflow) ?? throw new UnknownWorkflowException(request.Workflow, workflows.Names);
        RefuseTooDeep(request.Input);
        workflow.Check(request.Input);
        var input = await personal.SealAsync(request.Workflow, workflow.InputType, request.Input, cancellation);
        return await StartAsync(workflow, request with { Input = input.Compared }, input.Stored, cancellation);
    }

    /// <summary>Begins a transaction whose definition is its request.</summary>
    public async Task<StartedTransaction> StartAdHocAsync(StartRequest request, CancellationToken cancellation)
    {
        RefuseTooDeep(request.Input);
        var (workflow, compared) = await adHocSealing.SealAsync(adHoc.Read(request.Input), request.Input, cancellation);
        return await StartAsync(workflow, request with { Workflow = TransactionRows.AdHocScope, Input = compared }, NoInput, cancellation);
    }

    private static void RefuseTooDeep(JsonElement input)
    {
        if (JsonDepth.IsTooDeep(input))
            throw new InvalidInputException("$", $"must be nested {JsonDepth.Most} levels deep at most");
    }

    private async Task<StartedTransaction> StartAsync(Workflow workflow, StartRequest request, JsonElement input, CancellationToken cancellation)
    {
        var keyRow = request.IdempotencyKey is { } key ? TransactionRows.Key(request.Workflow, request.Caller, key) : null;
        var shard = await shards.PickAsync(keyRow, cancellation);
        var fingerprint = keyRow is null ? "" : IdempotencyKeys.FingerprintOf(request.Workflow, request.Input);
        string? expired = null;
        while (true)
        {
            var now = Stamp.Now(time);
            var id = TransactionId.New(now, shard, random);
            RowWrite? claim = keyRow is null ? null
                : expired is null ? IdempotencyKeys.Claim(keyRow, id, fingerprint)
                : IdempotencyKeys.Reclaim(keyRow, expired, id, fingerprint);
            var started = Begin(id, workflow.Definition, request, input, now);
            // Before the open row stands, or recovery could find it without a driver.
            using var place = drivers.TryKeep(id);
            if (await store.BeginAsync(id, started, claim, cancellation) is not AppendResult.Refused)
            {
                await DriveAsync(id, workflow, started, request.Wait);
                return new StartedTransaction(id, IsReplay: false);
            }

            // The key's row stands, or has changed hands since it was read.
            var holder = await keys.HolderAsync(id.Partition, keyRow!, cancellation);
            expired = holder?.ExpiredETag;
            if (holder is null || expired is not null)
                continue;
            if (holder.Fingerprint != fingerprint)
                throw new IdempotencyKeyReusedException(request.IdempotencyKey!, holder.Id);
            await attempts.LeaveAsync(id.Partition, keyRow!, holder.Id.ToString(), holder.Replays, unrecordedEffect: false, cancellation);
            return new StartedTransaction(holder.Id, IsReplay: true);
        }
    }

    private Started Begin(TransactionId id, Definition definition, StartRequest request, JsonElement input, DateTimeOffset now) => new()
    {
        TransactionId = id.ToString(),
        Definition = definition,
        Input = input,
        Deadline = now.AddMilliseconds(definition.DeadlineMsFor(input)),
        Caller = request.Caller,
        Promised = GuaranteeVector.PromisedBy(definition.Pattern),
        Storage = options.StorageKind,
        IdempotencyKey = request.IdempotencyKey,
        Traceparent = request.Traceparent,
        At = now,
    };

    /// <summary>The begin record is known to the byte, so its driver reads nothing.</summary>
    private Task DriveAsync(TransactionId id, Workflow workflow, Started started, TimeSpan wait)
    {
        var append = TransactionStore.Seal(StreamHead.Empty, [RecordCodec.Encode(started)]);
        return drivers.StartAsync(id, workflow, new(append.Head, [new Recorded(append.Version, append.Hash, started)]), Due.AtBegin(started, options), wait);
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>Begins transactions, once for each idempotency key, and hands them to a driver.</summary>
internal sealed class TransactionStarter(
    TransactionStore store, IdempotencyKeys keys, KeyAttempts attempts, WorkflowRegistry workflows, ModeAdmission modes, AdHocReader adHoc,
    AdHocSealing adHocSealing, ITransactionDrivers drivers, PersonalData personal, ShardMap shards, ServerlessTxOptions options, TimeProvider time,
    RandomNumberGenerator random)
{
    private static readonly TimeSpan LongestAhead = TimeSpan.FromDays(366);
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    public async Task<StartedTransaction> StartAsync(StartRequest request, CancellationToken cancellation)
    {
        var workflow = workflows.Newest(request.Workflow) ?? throw new UnknownWorkflowException(request.Workflow, workflows.Names);
        JsonDepth.RefuseTooDeep(request.Input, "$");
        workflow.Check(request.Input);
        var input = await personal.SealAsync(request.Workflow, workflow.InputType, request.Input, cancellation);
        return await StartAsync(workflow, request with { Input = input.Compared }, input.Stored, cancellation);
    }

    /// <summary>Begins a child so that it is turned back before its moment: it calls nobody, and ends.</summary>
    public Task<StartedTransaction> StartTurnedBackAsync(StartRequest request, CancellationToken cancellation)
    {
        var workflow = workflows.Newest(request.Workflow) ?? throw new UnknownWorkflowException(request.Workflow, workflows.Names);
        return BeginChildAsync(request.Child!, new Admitted(workflow, null), request, request.Input, cancellation);
    }

    /// <summary>Begins a transaction whose definition is its request.</summary>
    public async Task<StartedTransaction> StartAdHocAsync(StartRequest request, CancellationToken cancellation)
    {
        JsonDepth.RefuseTooDeep(request.Input, "$");
        var (workflow, compared) = await adHocSealing.SealAsync(adHoc.Read(request.Input), request.Input, cancellation);
        return await StartAsync(workflow, request with { Workflow = TransactionRows.AdHocScope, Input = compared }, NoInput, cancellation);
    }

    private async Task<StartedTransaction> StartAsync(Workflow workflow, StartRequest request, JsonElement input, CancellationToken cancellation)
    {
        var keyRow = request.IdempotencyKey is { } key ? TransactionRows.Key(request.Workflow, request.Caller, key) : null;
        var shard = await shards.PickAsync(keyRow, cancellation);
        var fingerprint = keyRow is null ? "" : IdempotencyKeys.FingerprintOf(Scheduled(request), request.Input);
        string? expired = null;
        Admitted admitted;
        try
        {
            RefuseWrongStart(request.StartAt);
            admitted = await modes.AdmitAsync(workflow, input, cancellation);
        }
        catch (Exception refused) when (refused is NotAdmittedException or InvalidInputException && keyRow is not null)
        {
            // What the key has begun before is its answer all the same.
            if (await ReplayAsync(ShardMap.PartitionOf(shard), keyRow, fingerprint, request, cancellation) is { Started: { } before })
                return before;
            throw;
        }

        if (request.Child is { } child)
            return await BeginChildAsync(child, admitted, request, input, cancellation);
        while (true)
        {
            var now = Stamp.Now(time);
            var id = TransactionId.New(now, shard, random);
            RowWrite? claim = keyRow is null ? null
                : expired is null ? IdempotencyKeys.Claim(keyRow, id, fingerprint)
                : IdempotencyKeys.Reclaim(keyRow, expired, id, fingerprint);
            var first = new FirstAppend(Begin(id, admitted, request, input, now));
            // Before the open row stands, or recovery could find it without a driver.
            using var place = drivers.TryKeep(id);
            if (await store.BeginAsync(id, first, claim, cancellation) is not AppendResult.Refused)
            {
                await DriveAsync(id, admitted.Workflow, request.Wait, first);
                return new StartedTransaction(id, IsReplay: false);
            }

            // The key's row stands, or has changed hands since it was read.
            (var replay, expired) = await ReplayAsync(id.Partition, keyRow!, fingerprint, request, cancellation);
            if (replay is not null)
                return replay;
        }
    }

    /// <summary>A child's id is its key: whoever comes second finds that it stands.</summary>
    private async Task<StartedTransaction> BeginChildAsync(
        ChildBegin child, Admitted admitted, StartRequest request, JsonElement input, CancellationToken cancellation)
    {
        var started = Begin(child.Id, admitted, request, input, Stamp.Now(time));
        var first = new FirstAppend(started, child.Back(admitted.Workflow.Definition.Pattern, started.At));
        using var place = drivers.TryKeep(child.Id);
        if (await store.BeginAsync(child.Id, first, keyRow: null, cancellation) is AppendResult.Lost)
            return new StartedTransaction(child.Id, IsReplay: true);
        await DriveAsync(child.Id, admitted.Workflow, request.Wait, first);
        return new StartedTransaction(child.Id, IsReplay: false);
    }

    private void RefuseWrongStart(DateTimeOffset? start)
    {
        if (start is { } moment && (moment <= time.GetUtcNow() || moment > time.GetUtcNow() + LongestAhead))
            throw new InvalidInputException("start_at", $"must be a moment to come, at most {LongestAhead.Days} days ahead; without it the transaction starts at once");
    }

    /// <summary>Under one key, another moment is another request.</summary>
    private static string Scheduled(StartRequest request) =>
        request.StartAt is { } moment ? $"{request.Workflow}\n{Stamp.Text(moment)}" : request.Workflow;

    /// <summary>The transaction that a key has begun; nothing when its row is gone or, with its ETag, has expired.</summary>
    private async Task<(StartedTransaction? Started, string? Expired)> ReplayAsync(
        string partition, string keyRow, string fingerprint, StartRequest request, CancellationToken cancellation)
    {
        var holder = await keys.HolderAsync(partition, keyRow, cancellation);
        if (holder is null || holder.ExpiredETag is not null)
            return (null, holder?.ExpiredETag);
        if (holder.Fingerprint != fingerprint)
            throw new IdempotencyKeyReusedException(request.IdempotencyKey!, holder.Id);
        await attempts.LeaveAsync(partition, keyRow, holder.Id.ToString(), holder.Replays, unrecordedEffect: false, cancellation);
        return (new StartedTransaction(holder.Id, IsReplay: true), null);
    }

    private Started Begin(TransactionId id, Admitted admitted, StartRequest request, JsonElement input, DateTimeOffset now) => new()
    {
        TransactionId = id.ToString(),
        Definition = admitted.Workflow.Definition,
        Input = input,
        Deadline = (request.StartAt is { } moment ? Stamp.Truncate(moment) : now).AddMilliseconds(admitted.Workflow.Definition.DeadlineMsFor(input)),
        StartsAt = request.StartAt is { } start ? Stamp.Truncate(start) : request.Child is { IsTurnedBack: true } ? now : null,
        Caller = request.Caller,
        Promised = GuaranteeVector.PromisedBy(admitted.Workflow.Definition),
        Storage = options.StorageKind,
        IdempotencyKey = request.IdempotencyKey,
        Traceparent = request.Traceparent,
        Mode = admitted.Mode,
        Parent = request.Child?.Parent,
        At = now,
    };

    /// <summary>The begin record is known to the byte, so its driver reads nothing.</summary>
    private Task DriveAsync(TransactionId id, Workflow workflow, TimeSpan wait, FirstAppend first) =>
        drivers.StartAsync(id, workflow, first.Evidence, Due.AtBegin(first.Started, options), wait);
}

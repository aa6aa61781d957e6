using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// Has services do their parts, each once: an event's effect, the record that it was met, and the event that is published about it stand in
/// one batch of the service's own partition. What is committed is sent at once; what is left behind, the relay sends later.
/// </summary>
internal sealed class Reactor(IPartitionStore store, OutboxRelay relay, TimeProvider time)
{
    private const int MostRounds = 100;

    private readonly StreamStore _streams = new(store, time);

    public static string StreamOf(TransactionId sagaId, string service) => $"{sagaId}:{service}";

    public Task<IReadOnlyList<StoredAppend>> ReadAsync(TransactionId sagaId, ChoreographedService service, CancellationToken cancellation) =>
        _streams.ReadAsync(service.Partition, StreamOf(sagaId, service.Name), StreamHead.Empty, cancellation);

    /// <summary>Before it every run of a choreography has been settled and may be purged.</summary>
    public RetentionMark MarkOf(Choreography choreography) => new(store, time, choreography.Definition.Name);

    /// <summary>Meets an event. One that has been met before, and one that the service does not react to, changes nothing.</summary>
    /// <returns>Whether the run is known; false when it was settled and is purged, and nothing is done about it any more.</returns>
    /// <exception cref="StoreUnavailableException">The store did not answer; it may be done all the same. When the event comes again, that is found.</exception>
    public async Task<bool> MeetAsync(Choreography choreography, ChoreographedService service, ChoreographyEvent happened, CancellationToken cancellation) =>
        service.To(happened.Name) is not { } reaction || await ReactAsync(
            service, happened.SagaId, new(choreography, reaction, happened), log => !log.HasMet(happened.Id), cancellation) is not Change.Forgotten;

    /// <summary>Has the owner expire a run, if it has neither come to its end nor turned back.</summary>
    /// <returns>Whether it was expired now.</returns>
    public async Task<bool> ExpireAsync(Choreography choreography, Began began, CancellationToken cancellation)
    {
        var cause = NoEvent(began, began.Deadline);
        return await ReactAsync(
            choreography.Owner, cause.SagaId, new(choreography, choreography.Owner.One(ReactionKind.Expires), cause),
            log => !log.HasEnded && !log.IsTurnedBack, cancellation) is Change.Written;
    }

    /// <summary>Records that a service could not handle an event.</summary>
    public Task<bool> RecordDeadAsync(
        Choreography choreography, ChoreographedService service, ChoreographyEvent happened, string reason, int deliveries, CancellationToken cancellation) => AppendAsync(
        choreography, service, happened.SagaId,
        log => log.HasMet(happened.Id) ? null : new DeadLettered
        {
            Event = happened.Name,
            EventId = happened.Id,
            Reason = reason,
            Deliveries = deliveries,
            At = Stamp.NowBehind(time, log.Newest, happened.At),
        },
        _ => [],
        cancellation);

    /// <summary>Records who puts an event back that a service could not handle, and why. One that is not known to be dead is put back without a record.</summary>
    public Task<bool> RecordPutBackAsync(
        Choreography choreography, ChoreographedService service, ChoreographyEvent happened, string by, string why, CancellationToken cancellation) => AppendAsync(
        choreography, service, happened.SagaId,
        log => log.IsDead(happened.Id) ? new PutBack
        {
            Event = happened.Name,
            EventId = happened.Id,
            By = by,
            Why = why,
            At = Stamp.NowBehind(time, log.Newest),
        }
        : null,
        _ => [],
        cancellation);

    /// <summary>Appends a record of the owner's own, beside writes of its open row.</summary>
    public async Task<bool> AppendAsync(
        Choreography choreography, ChoreographedService service, TransactionId sagaId, Func<ServiceLog, HopRecord?> decide,
        Func<HopRecord, IReadOnlyList<RowWrite>> beside, CancellationToken cancellation) => await RoundsAsync(
        choreography, service, sagaId,
        log => Task.FromResult(decide(log) is { } record ? new Draft([record], beside(record)) : null), cancellation) is Change.Written;

    /// <summary>The first append of a run, in its owner's stream.</summary>
    /// <returns>Whether it stands; false when the write at an index beside it was refused.</returns>
    public async Task<AppendResult> BeginAsync(Choreography choreography, Began began, IReadOnlyList<RowWrite> beside, CancellationToken cancellation)
    {
        var owner = choreography.Owner;
        var cause = NoEvent(began, began.At);
        for (var round = 1; ; round++)
        {
            var draft = await ReactAsync(new(choreography, owner.One(ReactionKind.Starts), cause), owner, new ServiceLog(owner, []), firstVersion: 2, cancellation);
            var append = HopCodec.Seal(StreamHead.Empty, [began, .. draft.Records]);
            RowWrite[] writes = [.. beside, .. draft.Beside];
            var result = await _streams.AppendAsync(owner.Partition, new StreamAppend(StreamOf(cause.SagaId, owner.Name), append) { Beside = writes }, cancellation);
            if (result is AppendResult.Appended or AppendResult.Overtaken)
                await relay.SendAsync(owner.Partition, Outbox.MessagesIn(writes), cancellation);
            else if (result is AppendResult.Refused { Index: var index } && index >= beside.Count)
            {
                // Another run changed a row that this one had read.
                draft.CheckLookedFor(writes[index].Key);
                if (round == MostRounds)
                    throw Overrun(owner, cause.SagaId);
                await Task.Delay(CallPolicy.Contention.Pause(began.SagaId, round), time, cancellation);
                continue;
            }

            return result;
        }
    }

    /// <summary>What the owner begins and expires a run about: a moment, and no event of anybody's.</summary>
    private static ChoreographyEvent NoEvent(Began began, DateTimeOffset at) => new()
    {
        Id = "",
        Name = "",
        SagaId = TransactionId.Parse(began.SagaId),
        Service = "",
        At = at,
        Input = began.Input,
        Traceparent = began.Traceparent,
    };

    private Task<Change> ReactAsync(
        ChoreographedService service, TransactionId sagaId, Due due, Func<ServiceLog, bool> isDue, CancellationToken cancellation) => RoundsAsync(
        due.Choreography, service, sagaId,
        async log => isDue(log) ? await ReactAsync(due, service, log, log.Head.Version + 1, cancellation) : null, cancellation);

    /// <summary>Whether another delivery has landed since a log was read: then the business rows that were read behind it did not fit it.</summary>
    private async Task<bool> HasMovedAsync(TransactionId sagaId, ChoreographedService service, ServiceLog log, CancellationToken cancellation) =>
        new ServiceLog(service, await ReadAsync(sagaId, service, cancellation)).Head != log.Head;

    private async Task<Change> RoundsAsync(
        Choreography choreography, ChoreographedService service, TransactionId sagaId, Func<ServiceLog, Task<Draft?>> decide, CancellationToken cancellation)
    {
        var stream = StreamOf(sagaId, service.Name);
        for (var round = 1; round <= MostRounds; round++)
        {
            var log = new ServiceLog(service, await ReadAsync(sagaId, service, cancellation));
            // The log first, the mark second: it is raised before any log goes.
            if (log.Head.Version == 0 && await MarkOf(choreography).IsForgottenAsync(sagaId.ToString(), cancellation))
                return Change.Forgotten;
            Draft? draft;
            try
            {
                draft = await decide(log);
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                if (!await HasMovedAsync(sagaId, service, log, cancellation))
                    throw;
                continue;
            }

            if (draft is null)
                return Change.None;
            var append = HopCodec.Seal(log.Head, draft.Records);
            var result = await _streams.AppendAsync(service.Partition, new StreamAppend(stream, append) { Beside = draft.Beside }, cancellation);
            if (result is AppendResult.Appended or AppendResult.Overtaken)
            {
                await relay.SendAsync(service.Partition, Outbox.MessagesIn(draft.Beside), cancellation);
                return Change.Written;
            }

            if (result is AppendResult.Refused { Index: var index })
                draft.CheckLookedFor(draft.Beside[index].Key);
            await Task.Delay(CallPolicy.Contention.Pause(stream, round), time, cancellation);
        }

        throw Overrun(service, sagaId);
    }

    private static StoreUnavailableException Overrun(ChoreographedService service, TransactionId sagaId) =>
        new($"The rows of {service.Name} were changed {MostRounds} times beside {sagaId}; it is tried again.");

    private async Task<Draft> ReactAsync(Due due, ChoreographedService service, ServiceLog log, long firstVersion, CancellationToken cancellation)
    {
        var (defined, cause) = (due.Reaction.Defined, due.Cause);
        var rows = new BarrierRows(store, service.Partition, forward: null, cancellation);
        var outcome = log.WithoutWork(defined) ?? HopOutcome.Done;
        JsonElement? payload = null;
        if (outcome is HopOutcome.Done)
        {
            var hop = new Hop(cause.SagaId.ToString(), defined, cause.Input, cause.Payload, cancellation);
            var answer = await due.Reaction.Work(hop, rows, defined.Undoes is { } done ? log.ResultOf(done) : null);
            JsonDepth.RefuseTooDeepAnswer(answer.Result);
            outcome = answer.Verdict is Verdict.Refused ? HopOutcome.Refused : HopOutcome.Done;
            payload = outcome is HopOutcome.Refused ? WireJson.ToElement(new { answer.Reason }) : answer.Result;
        }

        var says = outcome switch { HopOutcome.Done => defined.Says, HopOutcome.Refused => defined.Fails, _ => null };
        var reacted = new Reacted
        {
            Operation = defined.Operation,
            Event = cause.Name is "" ? null : cause.Name,
            EventId = cause.Id is "" ? null : cause.Id,
            Outcome = outcome,
            Says = says,
            SaysId = says is null ? null : ChoreographyEvent.IdOf(cause.SagaId, service.Name, firstVersion),
            Payload = payload,
            At = Stamp.NowBehind(time, log.Newest, cause.At),
        };
        return new Draft([reacted], [.. Effects(rows, outcome), .. Messages(due.Choreography, service, reacted, cause), .. OpenRow(due, service, outcome)]) { Rows = rows };
    }

    /// <summary>A refusal keeps nothing of what was tried.</summary>
    private static IEnumerable<RowWrite> Effects(BarrierRows rows, HopOutcome outcome) => outcome is HopOutcome.Done ? rows.Writes : [];

    private static IEnumerable<RowWrite> Messages(Choreography choreography, ChoreographedService service, Reacted reacted, ChoreographyEvent cause)
    {
        // What nobody reacts to stands in the record and is not sent.
        if (reacted.Says is { } says && choreography.Definition.To(says).Any())
            yield return Outbox.RowOf(choreography.Topic, MessageOf(reacted, service.Name, cause.SagaId, cause.Input, cause.Traceparent).ToMessage());
    }

    /// <summary>The event that a record published, as it was and for ever will be.</summary>
    public static ChoreographyEvent MessageOf(Reacted reacted, string service, TransactionId sagaId, JsonElement input, string? traceparent) => new()
    {
        Id = reacted.SaysId!,
        Name = reacted.Says!,
        SagaId = sagaId,
        Service = service,
        At = reacted.At,
        Input = input,
        Payload = reacted.Payload,
        CausationId = reacted.EventId,
        Traceparent = traceparent,
    };

    /// <summary>Once the owner has ended or turned back, the run is looked at until everybody has answered.</summary>
    private IEnumerable<RowWrite> OpenRow(Due due, ChoreographedService service, HopOutcome outcome)
    {
        if (service.Name == due.Choreography.Definition.Owner && outcome is HopOutcome.Done && due.Reaction.Defined.Kind is not ReactionKind.Starts)
            yield return OpenRun.Move(due.Cause.SagaId, due.Choreography.Definition.Name, Stamp.Now(time), TransactionStatus.Running);
    }

    private enum Change
    {
        Written,
        None,
        Forgotten,
    }

    private sealed record Due(Choreography Choreography, Reaction Reaction, ChoreographyEvent Cause);

    private sealed record Draft(IReadOnlyList<HopRecord> Records, IReadOnlyList<RowWrite> Beside)
    {
        /// <summary>What the work read and put, where there was any.</summary>
        public BarrierRows? Rows { get; init; }

        /// <inheritdoc cref="BarrierRows.CheckLookedFor"/>
        public void CheckLookedFor(string key) => Rows?.CheckLookedFor(key);
    }
}

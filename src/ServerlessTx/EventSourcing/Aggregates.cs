using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>
/// The aggregates of one type, each a stream of events. A command is decided on the state that its events make and appended behind them if
/// nobody else was first; else it is decided again.
/// </summary>
/// <typeparam name="TState">What commands are decided on.</typeparam>
/// <typeparam name="TCommand">What can be asked.</typeparam>
/// <typeparam name="TEvent">What can happen.</typeparam>
public sealed class Aggregates<TState, TCommand, TEvent> : IBarrierPartitions where TCommand : notnull where TEvent : class
{
    /// <summary>The most events that one command may come to.</summary>
    private const int MostEvents = 100;

    private const int MostRounds = 20;

    private readonly AggregateType<TState, TCommand, TEvent> _type;
    private readonly IPartitionStore _store;
    private readonly TimeProvider _time;
    private readonly RandomNumberGenerator _random;
    private readonly PersonalData? _personal;
    private readonly StreamStore _streams;
    private readonly AggregatePlaces _places;
    private readonly AggregateLoader<TState, TCommand, TEvent> _loader;

    /// <summary>Aggregates in a store.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="store">Where their rows are; other types, barriers and transactions may be in it too.</param>
    /// <param name="time">Stamps the events.</param>
    /// <param name="partitions">Over how many partitions they are spread. The first to use the store fixes it.</param>
    /// <param name="random">Makes the ids of events; the system's without one.</param>
    /// <param name="personal">Seals what is personal in commands; without it a command with personal data is refused.</param>
    public Aggregates(
        AggregateType<TState, TCommand, TEvent> type, IPartitionStore store, TimeProvider time, int partitions = 16, RandomNumberGenerator? random = null,
        PersonalData? personal = null)
    {
        (_type, _store, _time, _random, _personal) = (type, store, time, random ?? RandomNumberGenerator.Create(), personal);
        _streams = new StreamStore(store, time);
        _places = new AggregatePlaces(store, partitions);
        _loader = new AggregateLoader<TState, TCommand, TEvent>(type, store, _streams);
    }

    IPartitionStore IBarrierPartitions.Store => _store;

    /// <summary>Where an aggregate's rows are: a participant's barrier for it works there.</summary>
    public Task<string> PartitionOfAsync(string id, CancellationToken cancellation = default) => _places.PartitionOfAsync(StreamOf(id), cancellation);

    /// <summary>An aggregate as it is. One that nothing has happened to is at version 0, in the initial state.</summary>
    /// <exception cref="UnknownEventException">Its stream holds an event that this code does not know.</exception>
    public async Task<Aggregate<TState>> LoadAsync(string id, CancellationToken cancellation = default) =>
        await _loader.LoadAsync(await PartitionOfAsync(id, cancellation), StreamOf(id), id, cancellation);

    /// <summary>An aggregate as it was at a version.</summary>
    /// <returns>Nothing when it has not come that far.</returns>
    public async Task<Aggregate<TState>?> AsOfAsync(string id, long version, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        var found = await AsOfAsync(id, (at, _) => at <= version, cancellation);
        return found.Version == version ? found : null;
    }

    /// <summary>An aggregate as it was at a moment, by the stamps of its events.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The moment has not come yet, so more may still happen before it.</exception>
    public Task<Aggregate<TState>> AsOfAsync(string id, DateTimeOffset moment, CancellationToken cancellation = default)
    {
        RequirePast(moment);
        return AsOfAsync(id, (_, stamp) => stamp <= moment, cancellation);
    }

    /// <summary>What has happened, in order, whether or not this code knows the events.</summary>
    /// <param name="id">The aggregate.</param>
    /// <param name="after">The version behind which to begin.</param>
    /// <param name="limit">The most events.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<HappenedEvent>> HistoryAsync(string id, long after = 0, int limit = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var appends = await _streams.PageAsync(await PartitionOfAsync(id, cancellation), StreamOf(id), after, limit, MostEvents, cancellation);
        return [.. appends.SelectMany(HappenedEvent.AllOf).Where(happened => happened.Version > after).Take(limit)];
    }

    /// <summary>The document <c>event_sourced_aggregate</c>: the events, the state they make, and the stored bytes with their chain.</summary>
    /// <returns>Nothing when nothing has happened to it.</returns>
    public Task<JsonObject?> EvidenceAsync(string id, CancellationToken cancellation = default) => EvidenceAsync(id, (_, _) => true, cancellation);

    /// <summary>The document as it was at a version. An append is one batch: its bytes are shown whole, whatever of its events had the version.</summary>
    /// <returns>Nothing when the aggregate has not come that far.</returns>
    public async Task<JsonObject?> EvidenceAsync(string id, long version, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        var document = await EvidenceAsync(id, (at, _) => at <= version, cancellation);
        return AggregateDocument.VersionOf(document) == version ? document : null;
    }

    /// <summary>The document as it was at a moment, by the stamps of the events.</summary>
    /// <returns>Nothing when nothing had happened to it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The moment has not come yet, so more may still happen before it.</exception>
    public Task<JsonObject?> EvidenceAsync(string id, DateTimeOffset moment, CancellationToken cancellation = default)
    {
        RequirePast(moment);
        return EvidenceAsync(id, (_, stamp) => stamp <= moment, cancellation);
    }

    /// <summary>Decides a command and appends what happens.</summary>
    /// <param name="id">The aggregate.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="terms">An expected version, an idempotency key.</param>
    /// <param name="cancellation">Ends the waiting; what was appended stays.</param>
    /// <exception cref="IdempotencyKeyReusedException">The key belongs to another command.</exception>
    /// <exception cref="SubjectErasedException">The command has personal data of a subject that is erased.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the events may stand all the same. With a key, asking again tells.</exception>
    public async Task<CommandResult<TState, TEvent>> HandleAsync(
        string id, TCommand command, CommandTerms? terms = null, CancellationToken cancellation = default)
    {
        terms ??= new CommandTerms();
        var stream = StreamOf(id);
        var partition = await _places.PartitionOfAsync(stream, cancellation);
        (command, var compared) = await SealAsync(command, cancellation);
        var keyed = terms.IdempotencyKey is null ? null : KeyedCommand.Of(stream, terms, command.GetType().Name, compared!.Value);
        var before = 0L;
        for (var round = 1; round <= MostRounds; round++)
        {
            var aggregate = await _loader.LoadAsync(partition, stream, id, cancellation);
            before = aggregate.Version;
            if (terms.ExpectedVersion is { } expected && expected != before)
                return await FirstAnswerAsync(partition, stream, id, keyed, cancellation) ?? new CommandResult<TState, TEvent>.Conflict(before);
            var answer = _type.Decider.Decide(command, aggregate.State);
            if (answer is CommandAnswer<TEvent>.Refused refused)
                return await FirstAnswerAsync(partition, stream, id, keyed, cancellation) ?? new CommandResult<TState, TEvent>.Refused(refused.Reason, aggregate);
            var events = ((CommandAnswer<TEvent>.Happened)answer).Events;
            if (events.Count == 0)
                return new CommandResult<TState, TEvent>.Accepted(aggregate, events);

            var append = Seal(aggregate, events);
            var write = new StreamAppend(stream, append) { Beside = [.. keyed is null ? [] : new[] { keyed.Insert(append) }, .. FeedRows(stream, append)] };
            switch (await _streams.AppendAsync(partition, write, cancellation))
            {
                case AppendResult.Appended or AppendResult.Overtaken:
                    var behind = _loader.Fold(aggregate, append);
                    await _loader.RememberAsync(partition, stream, behind, cancellation);
                    return new CommandResult<TState, TEvent>.Accepted(behind, events);
                case AppendResult.Refused:
                    return (await FirstAnswerAsync(partition, stream, id, keyed, cancellation))!;
            }

            await Task.Delay(CallPolicy.Contention.Pause(stream, round), _time, cancellation);
        }

        return new CommandResult<TState, TEvent>.Conflict(before);
    }

    /// <summary>Decides a command inside a participant's barrier, or beside other rows of its partition: what happens stands in the same batch.</summary>
    /// <param name="rows">The rows of the barrier, in the aggregate's partition.</param>
    /// <param name="id">The aggregate.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<CommandResult<TState, TEvent>> HandleAsync(BarrierRows rows, string id, TCommand command, CancellationToken cancellation = default)
    {
        (command, _) = await SealAsync(command, cancellation);
        var aggregate = await LoadAsync(id, cancellation);
        switch (_type.Decider.Decide(command, aggregate.State))
        {
            case CommandAnswer<TEvent>.Refused refused:
                return new CommandResult<TState, TEvent>.Refused(refused.Reason, aggregate);
            case CommandAnswer<TEvent>.Happened { Events: [_, ..] events }:
                var append = Seal(aggregate, events);
                rows.Insert(StreamStore.RowOf(new StreamAppend(StreamOf(id), append)));
                foreach (var row in FeedRows(StreamOf(id), append))
                    rows.Insert(row);
                return new CommandResult<TState, TEvent>.Accepted(_loader.Fold(aggregate, append), events);
            default:
                return new CommandResult<TState, TEvent>.Accepted(aggregate, []);
        }
    }

    /// <summary>What projections are made of.</summary>
    internal ProjectedAggregates<TState> Projected => new(_type.Name, _store, _places.PartitionsAsync, LoadAsync);

    Task<IReadOnlyList<string>> IBarrierPartitions.PartitionsAsync(CancellationToken cancellation) => _places.PartitionsAsync(cancellation);

    private RowWrite.Insert[] FeedRows(string stream, StoredAppend append) => _type.HasFeed ? [Feed.RowOf(stream, append, Stamp.Now(_time))] : [];

    private string StreamOf(string id) => AggregatePlaces.StreamOf(_type.Name, id);

    private async Task<Aggregate<TState>> AsOfAsync(string id, Func<long, DateTimeOffset, bool> stands, CancellationToken cancellation) =>
        await _loader.AsOfAsync(await PartitionOfAsync(id, cancellation), StreamOf(id), id, stands, cancellation);

    private async Task<JsonObject?> EvidenceAsync(string id, Func<long, DateTimeOffset, bool> stands, CancellationToken cancellation)
    {
        var appends = new List<StoredAppend>();
        var through = 0L;
        await foreach (var append in _streams.EnumerateAsync(await PartitionOfAsync(id, cancellation), StreamOf(id), StreamHead.Empty, cancellation))
        {
            var standing = StoredEvent.AllOf(append).TakeWhile((stored, i) => stands(append.Version + i, stored.At)).Count();
            if (standing > 0)
                appends.Add(append);
            through += standing;
            if (standing < append.Count)
                break;
        }

        if (appends.Count == 0)
            return null;
        var document = AggregateDocument.Of(_type, id, appends, through);
        return _personal is null ? document : await _personal.SayErasedAsync(document, appends, cancellation);
    }

    private Task<(TCommand Command, JsonElement? Compared)> SealAsync(TCommand command, CancellationToken cancellation) => _personal is null
        ? Task.FromResult<(TCommand, JsonElement?)>((command, JsonSerializer.SerializeToElement(command, command.GetType(), WireJson.Tolerant)))
        : _personal.SealObjectAsync(_type.Name, command, cancellation);

    private void RequirePast(DateTimeOffset moment)
    {
        if (moment > _time.GetUtcNow())
            throw new ArgumentOutOfRangeException(nameof(moment), moment, "The moment has not come yet; ask for one that has passed.");
    }

    private StoredAppend Seal(Aggregate<TState> aggregate, IReadOnlyList<TEvent> events)
    {
        if (events.Count > MostEvents)
            throw new InvalidOperationException($"A command comes to at most {MostEvents} events, this one to {events.Count}; make several commands of it.");
        var at = Stamp.NowBehind(_time, aggregate.At);
        var stored = events.Select((happened, i) => _type.Events.Store(happened, NewEventId(), at) with
        {
            Stream = aggregate.Version + i == 0 ? StreamOf(aggregate.Id) : null,
        });
        return new StoredAppend(
            aggregate.Version + 1, events.Count, RecordCodec.Join([.. stored.Select(happened => (ReadOnlyMemory<byte>)happened.Encode())]), aggregate.Head.Hash);
    }

    /// <summary>What was answered under the key the first time, or nothing when it is free.</summary>
    private async Task<CommandResult<TState, TEvent>?> FirstAnswerAsync(
        string partition, string stream, string id, KeyedCommand? keyed, CancellationToken cancellation)
    {
        if (keyed is null || await keyed.FindAsync(_store, partition, cancellation) is not var (version, count))
            return null;
        var behind = await _loader.AsOfAsync(partition, stream, id, (at, _) => at < version + count, cancellation);
        var append = (await _streams.PageAsync(partition, stream, version - 1, count, MostEvents, cancellation))[0];
        return new CommandResult<TState, TEvent>.Accepted(
            behind, [.. StoredEvent.AllOf(append).Select((stored, i) => _type.Events.Read(stored, version + i))])
        {
            IsReplay = true,
        };
    }

    private string NewEventId() => $"evt_{_random.Hex(10)}";
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>Begins runs of choreographies and reads them: what the HTTP routes do, for code in the same process.</summary>
public sealed class ChoreographyClient
{
    private readonly ChoreographyRegistry _registry;
    private readonly ChoreographyReader _reader;
    private readonly Reactor _reactor;
    private readonly IPartitionStore _store;
    private readonly ServerlessTxOptions _options;
    private readonly PersonalData _personal;
    private readonly TimeProvider _time;
    private readonly RandomNumberGenerator _random;

    internal ChoreographyClient(
        ChoreographyRegistry registry, ChoreographyReader reader, Reactor reactor, IPartitionStore store, ServerlessTxOptions options,
        PersonalData personal, TimeProvider time, RandomNumberGenerator random) =>
        (_registry, _reader, _reactor, _store, _options, _personal, _time, _random) = (registry, reader, reactor, store, options, personal, time, random);

    /// <summary>The names of the choreographies.</summary>
    public IEnumerable<string> Names => _registry.Names;

    /// <summary>Begins a run: the owner does his first part, and its event leaves.</summary>
    /// <param name="request">The choreography's name in place of a workflow's, the input, a key.</param>
    /// <param name="cancellation">Ends the waiting; what was begun goes on.</param>
    /// <exception cref="UnknownWorkflowException">No such choreography is registered.</exception>
    /// <exception cref="InvalidInputException">The input is not what the services take.</exception>
    /// <exception cref="StoreLimitException">The input is too large for the events that are to carry it: 224 KiB as they have it.</exception>
    /// <exception cref="IdempotencyKeyReusedException">The key belongs to another request.</exception>
    /// <exception cref="SubjectErasedException">The input has personal data of a subject that is erased.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer. With a key, sending the request again is safe.</exception>
    public async Task<StartedTransaction> StartAsync(StartRequest request, CancellationToken cancellation = default)
    {
        var choreography = _registry.Find(request.Workflow) ?? throw new UnknownWorkflowException(request.Workflow, _registry.Names);
        JsonDepth.RefuseTooDeep(request.Input, "$");
        choreography.Check(request.Input);
        var input = await _personal.SealAsync(request.Workflow, choreography.InputType, request.Input, cancellation);
        ChoreographyEvent.RefuseTooLarge(input.Stored);
        var now = Stamp.Now(_time);
        var sagaId = TransactionId.New(now, shard: 0, _random);
        var began = new Began
        {
            SagaId = sagaId.ToString(),
            Definition = choreography.Definition,
            Input = input.Stored,
            Deadline = now.AddMilliseconds(choreography.Definition.DeadlineMs),
            Caller = request.Caller,
            Promised = ChoreographyStory.Promised,
            Storage = _options.StorageKind,
            IdempotencyKey = request.IdempotencyKey,
            Traceparent = request.Traceparent,
            At = now,
        };
        var open = OpenRun.Insert(sagaId, choreography.Definition.Name, began.Deadline);
        var key = KeyOf(request, input.Compared, sagaId);
        while (await _reactor.BeginAsync(choreography, began, key is null ? [open] : [open, key], cancellation) is AppendResult.Refused)
        {
            if (await HolderAsync(choreography, request, key!, cancellation) is { } holder)
                return new StartedTransaction(holder, IsReplay: true);
        }

        return new StartedTransaction(sagaId, IsReplay: false);
    }

    /// <summary>How a run stands, or nothing when there is none.</summary>
    /// <exception cref="TransactionForgottenException">It is so old that its records are purged.</exception>
    public async Task<ChoreographyState?> GetAsync(TransactionId sagaId, CancellationToken cancellation = default) =>
        await _reader.FindAsync(sagaId, cancellation) is { } story ? ChoreographyState.Of(story) : null;

    /// <summary>The evidence document of a run, put together from its services' streams; see <c>docs/choreography.md</c>.</summary>
    /// <exception cref="TransactionForgottenException">It is so old that its records are purged.</exception>
    public async Task<JsonObject?> EvidenceAsync(TransactionId sagaId, EvidenceView view = EvidenceView.Pattern, CancellationToken cancellation = default) =>
        await _reader.FindAsync(sagaId, cancellation) is { } story
            ? await _personal.SayErasedAsync(ChoreographyDocument.Of(story, view), story.Streams.Values.SelectMany(stream => stream), cancellation)
            : null;

    /// <summary>The runs that are not settled, newest first; those that are stuck, or all.</summary>
    /// <param name="onlyStuck">Whether only the stuck are wanted.</param>
    /// <param name="limit">At most so many of each choreography.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<OpenChoreography>> ListOpenAsync(bool onlyStuck = false, int limit = 200, CancellationToken cancellation = default)
    {
        var found = new List<OpenChoreography>();
        foreach (var choreography in _registry.All)
        {
            await foreach (var open in OpenAsync(choreography, cancellation).Where(open => !onlyStuck || open.Status is TransactionStatus.Stuck).Take(limit))
                found.Add(new OpenChoreography(open.SagaId.ToString(), open.Choreography, open.Status, open.SagaId.StartedAt));
        }

        return found;
    }

    private IAsyncEnumerable<OpenRun> OpenAsync(Choreography choreography, CancellationToken cancellation) => _store
        .ReadAllAsync(choreography.Owner.Partition, RowQuery.Prefix(RowKinds.Runs, withPayload: false), cancellation)
        .Select(OpenRun.Read)
        .Where(open => open.Choreography == choreography.Definition.Name);

    private static RowWrite.Insert? KeyOf(StartRequest request, JsonElement compared, TransactionId sagaId) => request.IdempotencyKey is not { } key ? null : new(
        TransactionRows.Key(KeyScope(request.Workflow), request.Caller, key), default, new Dictionary<string, string>
        {
            [TransactionRows.Transaction] = sagaId.ToString(),
            [TransactionRows.Fingerprint] = IdempotencyKeys.FingerprintOf(KeyScope(request.Workflow), compared),
        });

    /// <returns>What the key began; nothing when that was purged in between, and the key is free again.</returns>
    private async Task<TransactionId?> HolderAsync(Choreography choreography, StartRequest request, RowWrite.Insert key, CancellationToken cancellation)
    {
        if ((await _store.ReadAsync(choreography.Owner.Partition, RowQuery.Single(key.Key), cancellation)).Rows is not [var row])
            return null;
        var holder = TransactionId.Parse(row.Columns[TransactionRows.Transaction]);
        return row.Columns[TransactionRows.Fingerprint] == key.Columns[TransactionRows.Fingerprint]
            ? holder
            : throw new IdempotencyKeyReusedException(request.IdempotencyKey!, holder);
    }

    /// <summary>What the keys of a choreography's runs are scoped by, so that they are none of a workflow's of that name.</summary>
    internal static string KeyScope(string choreography) => $"choreography:{choreography}";
}

using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessTx;

/// <summary>A transaction's rows: its stream, its open row, its large answers. Only here is it known how they stand beside each other.</summary>
internal sealed partial class TransactionStore(
    [FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store, TimeProvider time, ServerlessTxOptions options, ILogger<TransactionStore> logger)
{
    private readonly StreamStore _streams = new(store, time);

    public IPartitionStore Rows => store;

    /// <summary>The moment before which transactions may have been purged.</summary>
    public RetentionMark Mark { get; } = new(store, time);

    /// <summary>Begins: the first append, the open row and, if there is one, the key's row, in one batch.</summary>
    /// <returns>Appended, or refused at index 1: the key's row stands. Lost of a child that its parent's call has begun before.</returns>
    public async Task<AppendResult> BeginAsync(TransactionId id, FirstAppend first, RowWrite? keyRow, CancellationToken cancellation)
    {
        var started = first.Started;
        using var span = TransactionSpans.Begin(id, started);
        var open = TransactionRows.OpenInsert(id, Due.AtBegin(started, options));
        var services = TransactionRows.ServicesOf(started.Definition);
        return await AppendAsync(id, first.Stored, started.Definition.Name, TransactionStatus.Running, keyRow is null ? [open] : [open, keyRow], cancellation, services);
    }

    /// <summary>Appends behind a head. An end deletes the open row in the same batch, a child's leaves one that owes it to the parent; a due moment moves with it.</summary>
    public async Task<AppendResult> AppendAsync(
        TransactionId id, StoredAppend append, string workflow, TransactionStatus status, DateTimeOffset? due, CancellationToken cancellation, bool isChild = false)
    {
        using var span = TransactionSpans.Append(id, append, status);
        RowWrite[] beside = status.IsEnd() && isChild ? [TransactionRows.OpenDelete(id), TransactionRows.OwingInsert(id, time.GetUtcNow())]
            : status.IsEnd() ? [TransactionRows.OpenDelete(id)]
            : due is { } moment ? [TransactionRows.OpenMove(id, moment)]
            : [];
        var result = await AppendAsync(id, append, workflow, status, beside, cancellation, services: null);
        if (status is TransactionStatus.Stuck && result is AppendResult.Appended)
            LogStuck(id, append);
        return result;
    }

    public async Task<Appended.Loaded> LoadAsync(TransactionId id, CancellationToken cancellation)
    {
        var appends = await ReadAsync(id, StreamHead.Empty, cancellation);
        return new(appends.Count == 0 ? StreamHead.Empty : appends[^1].Head, [.. appends.SelectMany(Recorded.AllOf)]);
    }

    /// <summary>Whether the stream has moved behind a head; from version 0 all that stands in it.</summary>
    public async Task<Appended> LookAsync(TransactionId id, StreamHead head, CancellationToken cancellation)
    {
        if (head.Version == 0)
            return await LoadAsync(id, cancellation);
        return (await ReadAsync(id, head, cancellation)).Count > 0 ? new Appended.Moved() : new Appended.Stands(head);
    }

    /// <summary>The stored appends behind a head, in order.</summary>
    public Task<IReadOnlyList<StoredAppend>> ReadAsync(TransactionId id, StreamHead after, CancellationToken cancellation) =>
        _streams.ReadAsync(id.Partition, id.ToString(), after, cancellation);

    /// <summary>Whether anything is left of a stream.</summary>
    public async Task<bool> HasRowsAsync(TransactionId id, CancellationToken cancellation) =>
        (await store.ReadAsync(id.Partition, RowQuery.Prefix($"{RowKinds.Appends}{id}|", 1, withPayload: false), cancellation)).Rows.Count > 0;

    /// <summary>Call it where a stream was found to have no records: that it never had any is an answer, that they are purged is none.</summary>
    /// <exception cref="TransactionForgottenException">It is so old that they may be purged.</exception>
    public async Task RefuseForgottenAsync(TransactionId id, CancellationToken cancellation)
    {
        if (await Mark.IsForgottenAsync(id.ToString(), cancellation))
            throw new TransactionForgottenException(id);
    }

    /// <summary>
    /// Moves the due moment of a driver that waits long with nothing to append, as long as nothing stands behind the head that it knows: who
    /// appended there had the transaction due, and that stands.
    /// </summary>
    /// <returns>False when the stream has moved, or the transaction is no longer open.</returns>
    public async Task<bool> MoveDueAsync(TransactionId id, StreamHead head, DateTimeOffset due, CancellationToken cancellation) =>
        await store.ReadAsync(id.Partition, RowQuery.Single(TransactionRows.Open(id)), cancellation) is { Rows: [var open] }
        && await LookAsync(id, head, cancellation) is Appended.Stands
        && await store.CommitAsync(id.Partition, [TransactionRows.OpenMove(id, due) with { ETag = open.ETag }], cancellation) is CommitResult.Committed;

    /// <summary>Has recovery take a transaction up at its next look, if it is open.</summary>
    public Task MakeDueAsync(TransactionId id, DateTimeOffset now, CancellationToken cancellation) =>
        store.CommitAsync(id.Partition, [TransactionRows.OpenMove(id, now)], cancellation);

    /// <summary>The parent of an ended child is told. That the row is not there any more is as good: somebody else told it.</summary>
    public Task SettleAsync(TransactionId child, CancellationToken cancellation) =>
        store.CommitAsync(child.Partition, [new RowWrite.Delete(TransactionRows.Owing(child), RowWrite.AnyETag)], cancellation);

    /// <summary>Stores a large answer under its hash. That it stands already is as good: equal hashes are equal bytes.</summary>
    public async Task<string> KeepLargeAsync(TransactionId id, CallName call, JsonElement result, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(result, WireJson.Tolerant);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await store.CommitAsync(id.Partition, [new RowWrite.Insert(TransactionRows.LargeAnswer(id, call, hash), bytes)], cancellation);
        return hash;
    }

    /// <summary>A large answer, or none when its row is not there any more.</summary>
    public async Task<JsonElement?> ReadLargeAsync(TransactionId id, CallName call, string hash, CancellationToken cancellation)
    {
        var page = await store.ReadAsync(id.Partition, RowQuery.Single(TransactionRows.LargeAnswer(id, call, hash)), cancellation);
        return page.Rows is [var row] ? JsonElement.Parse(row.Payload.Span) : null;
    }

    public static StoredAppend Seal(StreamHead head, IReadOnlyList<ReadOnlyMemory<byte>> records) =>
        new(head.Version + 1, records.Count, RecordCodec.Join(records), head.Hash);

    private void LogStuck(TransactionId id, StoredAppend append)
    {
        foreach (var stuck in RecordCodec.DecodeAll(append.Payload).OfType<Stuck>())
            LogStuck(id.ToString(), string.Join(", ", stuck.Silent), stuck.Attempts);
    }

    [LoggerMessage(601, LogLevel.Error, "Transaction {Id} is stuck: {Silent} did not answer in {Attempts} attempts. Calls go on; an operator is wanted.")]
    private partial void LogStuck(string id, string silent, int attempts);

    private Task<AppendResult> AppendAsync(
        TransactionId id, StoredAppend append, string workflow, TransactionStatus status, IReadOnlyList<RowWrite> beside, CancellationToken cancellation,
        string? services)
    {
        var columns = new Dictionary<string, string> { [TransactionRows.Workflow] = workflow, [TransactionRows.Status] = status.Word() };
        if (services is not null)
            columns[TransactionRows.Services] = services;
        return _streams.AppendAsync(id.Partition, new StreamAppend(id.ToString(), append) { Columns = columns, Beside = beside }, cancellation);
    }
}

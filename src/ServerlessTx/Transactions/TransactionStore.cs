using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx;

/// <summary>A transaction's rows: its stream, its open row, its large answers. Only here is it known how they stand beside each other.</summary>
internal sealed class TransactionStore([FromKeyedServices(ServerlessTxBuilder.EvidenceStore)] IPartitionStore store, TimeProvider time, ServerlessTxOptions options)
{
    private readonly StreamStore _streams = new(store, time);

    public IPartitionStore Rows => store;

    /// <summary>Begins: the first append, the open row and, if there is one, the key's row, in one batch.</summary>
    /// <returns>Appended, or refused at index 1: the key's row stands.</returns>
    public Task<AppendResult> BeginAsync(TransactionId id, Started started, RowWrite? keyRow, CancellationToken cancellation)
    {
        var append = Seal(StreamHead.Empty, [RecordCodec.Encode(started)]);
        var due = started.At + options.Grace + started.Definition.Policy.Timeout;
        var open = TransactionRows.OpenInsert(id, due);
        return AppendAsync(id, append, started.Definition.Name, TransactionStatus.Running, keyRow is null ? [open] : [open, keyRow], cancellation);
    }

    /// <summary>Appends behind a head. An end deletes the open row in the same batch; a due moment moves with it.</summary>
    public Task<AppendResult> AppendAsync(
        TransactionId id, StoredAppend append, string workflow, TransactionStatus status, DateTimeOffset? due, CancellationToken cancellation)
    {
        RowWrite[] beside = status.IsEnd() ? [TransactionRows.OpenDelete(id)]
            : due is { } moment ? [TransactionRows.OpenMove(id, moment)]
            : [];
        return AppendAsync(id, append, workflow, status, beside, cancellation);
    }

    public async Task<Appended.Loaded> LoadAsync(TransactionId id, CancellationToken cancellation)
    {
        var appends = await ReadAsync(id, StreamHead.Empty, cancellation);
        return new(appends.Count == 0 ? StreamHead.Empty : appends[^1].Head, [.. appends.SelectMany(Recorded.AllOf)]);
    }

    /// <summary>The stored appends behind a head, in order.</summary>
    public Task<IReadOnlyList<StoredAppend>> ReadAsync(TransactionId id, StreamHead after, CancellationToken cancellation) =>
        _streams.ReadAsync(id.Partition, id.ToString(), after, cancellation);

    /// <summary>Moves the due moment of a driver that waits long with nothing to append. False when the transaction is no longer open.</summary>
    public async Task<bool> MoveDueAsync(TransactionId id, DateTimeOffset due, CancellationToken cancellation) =>
        await store.CommitAsync(id.Partition, [TransactionRows.OpenMove(id, due)], cancellation) is CommitResult.Committed;

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

    private Task<AppendResult> AppendAsync(
        TransactionId id, StoredAppend append, string workflow, TransactionStatus status, IReadOnlyList<RowWrite> beside, CancellationToken cancellation) =>
        _streams.AppendAsync(
            id.Partition,
            new StreamAppend(id.ToString(), append)
            {
                Columns = new Dictionary<string, string>
                {
                    [TransactionRows.Workflow] = workflow,
                    [TransactionRows.Status] = status.Word(),
                },
                Beside = beside,
            },
            cancellation);
}

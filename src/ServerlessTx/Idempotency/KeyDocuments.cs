using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx;

/// <summary>The source's document of an idempotent operation (Part IV, "Evidence for idempotency"), of a workflow's key or an operation's.</summary>
internal sealed class KeyDocuments(
    IdempotencyKeys keys, OperationRows rows, KeyAttempts attempts, ServerlessTxOptions options)
{
    /// <summary>The document, or nothing when the key is unknown or has expired.</summary>
    public async Task<JsonObject?> FindAsync(OperationKey key, CancellationToken cancellation) =>
        await OfWorkflowAsync(key, key.Operation, cancellation)
        ?? await OfWorkflowAsync(key, TransactionRows.AdHocScope, cancellation)
        ?? await OfOperationAsync(key, cancellation);

    /// <summary>Of a transaction of that name, whose key has its own scope when it is ad hoc.</summary>
    private async Task<JsonObject?> OfWorkflowAsync(OperationKey key, string scope, CancellationToken cancellation)
    {
        var rowKey = TransactionRows.Key(scope, key.Caller, key.Key);
        var home = await rows.HomeAsync(rowKey, cancellation);
        if (await keys.HolderAsync(home, rowKey, cancellation) is not { ExpiredETag: null } holder)
            return null;
        if (((Started)holder.Evidence.Records[0].Record).Definition.Name != key.Operation)
            return null;
        return Document(key, holder.Fingerprint, holder.ExpiresAt, new KeyFirst
        {
            At = holder.Evidence.Records[0].Record.At,
            Result = KnownFacts.Of(holder.Evidence.Records).Status.Word(),
            Ids = new JsonObject { ["transaction_id"] = holder.Id.ToString() },
            Guarantee = "one_transaction_per_key",
            Evidence = "key_row_in_one_batch_with_the_begin_record",
        }, await attempts.ReadAsync(home, rowKey, holder.Id.ToString(), cancellation));
    }

    private async Task<JsonObject?> OfOperationAsync(OperationKey key, CancellationToken cancellation)
    {
        var home = await rows.HomeAsync(key.Row, cancellation);
        if (await rows.FindAsync(home, key.Row, cancellation) is not { } row
            || await rows.RecordOfAsync(row, cancellation) is not { } stored
            || OperationRecord.Read(stored) is not { } record
            || rows.IsExpired(record))
        {
            return null;
        }

        return Document(key, record.Fingerprint, record.At + options.KeyLifetime, new KeyFirst
        {
            At = record.At,
            Result = "success",
            Ids = IdsOf(JsonElement.Parse(record.Result.Span)),
            Guarantee = record.WithEffect ? "exactly_once_semantics" : "one_recorded_result",
            Evidence = record.WithEffect ? "result_row_in_one_batch_with_the_effect" : "result_row_inserted_once_under_the_key",
        }, await attempts.ReadAsync(home, key.Row, record.Owner, cancellation));
    }

    private static JsonObject Document(
        OperationKey key, string fingerprint, DateTimeOffset? expires, KeyFirst first, IReadOnlyList<KeyAttempt> replays) => new()
        {
            ["idempotent_operation"] = new JsonObject
            {
                ["idempotency_key"] = key.Key,
                ["workflow"] = key.Operation,
                ["attempts"] = new JsonArray([First(first), .. replays.Select((replay, i) => Replay(replay, i + 2, first.Ids))]),
                ["guarantee"] = first.Guarantee,
                ["evidence"] = first.Evidence,
                ["request_fingerprint"] = fingerprint,
                ["expires_at"] = expires is { } moment ? Stamp.Text(moment) : null,
            },
        };

    private static JsonObject First(KeyFirst first)
    {
        var node = new JsonObject { ["attempt"] = 1, ["timestamp"] = Stamp.Text(first.At), ["result"] = first.Result };
        foreach (var (name, id) in first.Ids)
            node[name] = id!.DeepClone();
        return node;
    }

    private static JsonObject Replay(KeyAttempt replay, int number, JsonObject ids)
    {
        var node = new JsonObject
        {
            ["attempt"] = number,
            ["timestamp"] = Stamp.Text(replay.At),
            ["result"] = "already_processed",
            ["returned_cached"] = true,
        };
        foreach (var (name, id) in ids)
            node["original_" + name] = id!.DeepClone();
        if (replay.UnrecordedEffect)
            node["unrecorded_effect"] = true;
        return node;
    }

    /// <summary>What a result says of itself by <c>id</c> and <c>…_id</c>; a <c>charge_id</c>, say.</summary>
    private static JsonObject IdsOf(JsonElement result)
    {
        var ids = new JsonObject();
        if (result.ValueKind is not JsonValueKind.Object)
            return ids;
        foreach (var field in result.EnumerateObject().Where(field => IsId(field.Name) && field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
            ids[field.Name] = JsonValue.Create(field.Value);
        return ids;
    }

    private static bool IsId(string name) => name is "id" || name.EndsWith("_id", StringComparison.Ordinal);
}

/// <summary>The first attempt of a key, and what rests on it.</summary>
internal sealed record KeyFirst
{
    public required DateTimeOffset At { get; init; }

    public required string Result { get; init; }

    public required JsonObject Ids { get; init; }

    public required string Guarantee { get; init; }

    public required string Evidence { get; init; }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace ServerlessTx;

/// <summary>
/// One operation under its key: find the record, or run the effect and record it. A conflict is settled by reading: the record that stands
/// is everybody's.
/// </summary>
internal sealed class OperationProcess(
    TransactionStore store, OperationRows rows, OperationPlaces places, KeyAttempts attempts, PersonalData personal, TimeProvider time,
    RandomNumberGenerator random)
{
    private const int LargestResultBytes = 256 * 1024;

    private readonly KeyTurns _turns = new();

    public async Task<Processed<TResult>> OutsideAsync<TRequest, TResult>(
        OperationKey key, TRequest request, Func<TRequest, CancellationToken, Task<TResult>> effect, CancellationToken cancellation)
    {
        key.Check();
        var place = await places.OutsideAsync(key, cancellation);
        (request, var compared) = await SealAsync(key, request, cancellation);
        byte[]? made = null;
        // What has happened outside happens once in this call, however often the record meets others.
        return await OnceAsync<TResult>(key, place, Fingerprint(key, compared, null), async () =>
            (made ??= Encode(key, await effect(request, cancellation)), null), cancellation);
    }

    public async Task<Processed<TResult>> BesideAsync<TRequest, TResult>(
        OperationKey key, string partition, TRequest request, Func<TRequest, BarrierRows, Task<TResult>> effect, CancellationToken cancellation)
    {
        key.Check();
        var place = await places.BesideAsync(key, partition, cancellation);
        (request, var compared) = await SealAsync(key, request, cancellation);
        return await OnceAsync<TResult>(key, place, Fingerprint(key, compared, partition), async () =>
        {
            var beside = new BarrierRows(store.Rows, partition, null, cancellation);
            return (Encode(key, await effect(request, beside)), beside);
        }, cancellation);
    }

    private async Task<Processed<TResult>> OnceAsync<TResult>(
        OperationKey key, OperationPlace place, string fingerprint, Func<Task<(byte[] Result, BarrierRows? Beside)>> effect, CancellationToken cancellation)
    {
        using var turn = await _turns.TakeAsync($"{place.Partition}/{place.RowKey}", cancellation);
        var owner = random.Hex(10);
        for (var round = 1; ; round++)
        {
            var row = await rows.FindAsync(place.Partition, place.RowKey, cancellation);
            if (row is not null && await places.StandingAsync(key, row, cancellation) is { } standing)
                return await FoundAsync<TResult>(key, place, fingerprint, standing, owner, hasRun: round > 1, cancellation);

            var (result, beside) = await effect();
            IReadOnlyList<RowWrite> writes = [.. beside?.Writes ?? []];
            Refuse(key, writes);
            var record = new OperationRecord
            {
                Owner = owner,
                Fingerprint = fingerprint,
                At = Stamp.Now(time),
                Result = result,
                WithEffect = place.IsBeside,
            };
            if (await rows.CommitAsync(place.Partition, [record.Write(place.RowKey, key.Operation, row?.ETag), .. writes], cancellation) is not CommitResult.Conflict conflict)
                return New<TResult>(key, record);
            if (conflict.Index > 0)
                beside!.CheckLookedFor(writes[conflict.Index - 1].Key);
            await Task.Delay(CallPolicy.Contention.Pause(place.RowKey, round), time, cancellation);
        }
    }

    /// <summary>A record stands: our own, whose answer was lost, or another's.</summary>
    private async Task<Processed<TResult>> FoundAsync<TResult>(
        OperationKey key, OperationPlace place, string fingerprint, OperationRecord standing, string owner, bool hasRun, CancellationToken cancellation)
    {
        if (standing.Owner == owner)
            return New<TResult>(key, standing);
        if (standing.Fingerprint != fingerprint)
            throw new IdempotencyKeyReusedException(key);
        // What was to stand beside the record is gone with its batch; what happened outside is not.
        var unrecorded = hasRun && !place.IsBeside;
        await attempts.LeaveAsync(place.Home, place.RowKey, standing.Owner, unrecorded, cancellation);
        return new(ProcessedStatus.AlreadyProcessed, Decode<TResult>(standing), new ProcessedEvidence
        {
            IdempotencyKey = key.Key,
            OriginalTimestamp = standing.At,
            Cached = true,
            UnrecordedEffect = unrecorded ? true : null,
        });
    }

    /// <summary>As it was recorded, so that the first caller and the hundredth read the same.</summary>
    private static Processed<TResult> New<TResult>(OperationKey key, OperationRecord record) =>
        new(ProcessedStatus.Processed, Decode<TResult>(record), new ProcessedEvidence
        {
            IdempotencyKey = key.Key,
            ProcessedAt = record.At,
            Cached = false,
        });

    /// <summary>What is personal in a request is handed on sealed, and compared by what only its subject's key can make.</summary>
    private async Task<(TRequest Request, JsonElement? Compared)> SealAsync<TRequest>(OperationKey key, TRequest request, CancellationToken cancellation) =>
        request is null ? (request, null)
        : PersonalPlaces.Of(typeof(TRequest)).Any ? await personal.SealObjectAsync<TRequest>(key.Operation, request, cancellation)
        : (request, WireJson.ToElement(request));

    private static string Fingerprint(OperationKey key, JsonElement? request, string? partition) => Convert.ToHexStringLower(
        SHA256.HashData(CanonicalJson.Write(WireJson.ToElement(new { operation = key.Operation, partition, request }))));

    private static byte[] Encode<TResult>(OperationKey key, TResult result)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(result, WireJson.Faithful);
        return bytes.Length <= LargestResultBytes ? bytes : throw new StoreLimitException(
            $"A result has at most {LargestResultBytes} bytes as it is stored; that of the operation '{key.Operation}' has {bytes.Length}. " +
            "Nothing of it is stored; keep what is large elsewhere and return its id.");
    }

    private static TResult Decode<TResult>(OperationRecord record) => JsonSerializer.Deserialize<TResult>(record.Result.Span, WireJson.Tolerant)!;

    private static void Refuse(OperationKey key, IReadOnlyList<RowWrite> writes)
    {
        if (writes.FirstOrDefault(write => write.Key.StartsWith(RowKinds.Keys, StringComparison.Ordinal)) is { } ours)
            throw new ArgumentException($"The operation '{key.Operation}' writes '{ours.Key}': rows that begin with '{RowKinds.Keys}' are those of idempotency keys.");
    }
}

using System.Text.Json;

namespace ServerlessTx;

/// <summary>One participant of a vote: its two calls, and what it reported in each. Reports are its word; nothing here checks them.</summary>
/// <param name="Branch">Who it is.</param>
/// <param name="Ask">Prepare or try.</param>
/// <param name="Tell">Commit, abort, confirm or cancel, once it is decided which.</param>
/// <param name="ResultOf">Reads a recorded result.</param>
internal sealed record ParticipantStory(DefinedBranch Branch, CallStory Ask, CallStory? Tell, Func<Answered?, JsonElement?> ResultOf)
{
    public JsonElement? AskResult => ResultOf(Ask.Answered);

    public JsonElement? TellResult => ResultOf(Tell?.Answered);

    /// <summary>The locks it says it took, and when.</summary>
    public IReadOnlyList<ReportedLock> Locks => ReportedLock.All(AskResult, "locks_acquired");

    /// <summary>The locks it says it let go.</summary>
    public IReadOnlyList<ReportedLock> Released => ReportedLock.All(TellResult, "released");

    public long? PrepareLsn => NumberOf(AskResult, "wal_lsn");

    public long? ConcludeLsn => NumberOf(TellResult, "wal_lsn");

    /// <summary>It says that its log is not flushed: a power cut takes what it acknowledged.</summary>
    public bool SaysNotFlushed => new[] { AskResult, TellResult }.Any(result =>
        Field(Field(result, "durability"), "fsync") is { ValueKind: JsonValueKind.String } fsync && fsync.ValueEquals("off"));

    public IReadOnlyList<string> ChecksAtAsk => Texts(AskResult, "checks");

    public IReadOnlyList<string> ChecksAtTell => Texts(TellResult, "checks");

    public bool ReportsReservation => Field(AskResult, "reservation") is { ValueKind: JsonValueKind.Object } reservation
        && reservation.TryGetProperty("id", out _) && reservation.TryGetProperty("expires_at", out _);

    /// <summary>It may have held something that it never reported: its yes is missing, and when it was told it did not say that there was nothing.</summary>
    public bool MayHaveHeldUnreported => !Ask.IsDone && Ask.MayHaveRun && !SaysNothingWasHeld;

    private bool SaysNothingWasHeld => Field(TellResult, "nothing_to_undo") is { ValueKind: JsonValueKind.True }
        || (Field(TellResult, "released") is { ValueKind: JsonValueKind.Array } released && released.GetArrayLength() == 0);

    /// <summary>An answer whose bytes stand in a row of their own was not read here: nothing can be said against it.</summary>
    public bool IsUnread => Ask.Answered is { ResultHash: not null } asked && ResultOf(asked) is null;

    public static JsonElement? Field(JsonElement? result, string name) =>
        result is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out var field) ? field : null;

    private static long? NumberOf(JsonElement? result, string name) =>
        Field(result, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    private static IReadOnlyList<string> Texts(JsonElement? result, string name) =>
        Field(result, name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessTx.Participants.Http;

/// <summary>The body of a request. Operation and phase are in it beside the address, since a signature covers the body and not the address.</summary>
internal sealed record HttpCall
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string TransactionId { get; init; }

    public required string Branch { get; init; }

    public required string Operation { get; init; }

    public required string Phase { get; init; }

    public required int Attempt { get; init; }

    public required JsonElement Input { get; init; }

    /// <summary>In UTC.</summary>
    public required DateTime Deadline { get; init; }

    /// <summary>Of an undo, confirm, cancel, commit or abort: the first call that it concludes.</summary>
    public HttpForward? Forward { get; init; }

    /// <summary>Of a second-phase call: the hash of the append that holds the decision.</summary>
    public string? Decision { get; init; }

    /// <summary>Why the transaction was turned back.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a workflow with modes, the one that the transaction began in.</summary>
    public HttpMode? Mode { get; init; }

    /// <summary>Below the service's address. Operations are letters, digits, <c>_</c> and <c>-</c>, so nothing in one leads elsewhere.</summary>
    [JsonIgnore]
    public string Path => $"{Operation}/{Phase}";

    public static HttpCall Of<TInput>(string operation, Call<TInput> call) => new()
    {
        TransactionId = call.TransactionId,
        Branch = call.Branch,
        Operation = operation,
        Phase = call.Phase.Word(),
        Attempt = call.Attempt,
        Input = call.As<JsonElement>().Input,
        Deadline = call.Deadline.UtcDateTime,
        Forward = call.ForwardKey == call.Key ? null : new HttpForward(call.ForwardKey, call.RecordedOf(call.Branch)),
        Decision = call.Decision?.ToString(),
        Reason = call.Reason,
        Mode = call.Mode is { Mode: var mode } ? new HttpMode(mode.Group, mode.Version) : null,
    };

    /// <summary>With personal data in the clear: whoever takes part cannot open it. Of a subject that is erased it says so.</summary>
    public async Task<HttpCall> OpenedAsync(PersonalData personal, CancellationToken cancellation) => this with
    {
        Input = await personal.OpenAsync(Input, cancellation),
        Forward = Forward is { Result: { } result } ? Forward with { Result = await personal.OpenAsync(result, cancellation) } : Forward,
    };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>The mode of a transaction: a first call of an older version than its service has heard of is to be refused.</summary>
/// <param name="Group">The group.</param>
/// <param name="Version">The version of its mode, which only grows.</param>
internal sealed record HttpMode(string Group, long Version);

/// <summary>A first call as the one that concludes it sees it.</summary>
/// <param name="Key">The idempotency key that it had.</param>
/// <param name="Result">What it answered; nothing when that is unknown: it may have been done all the same.</param>
internal sealed record HttpForward(string Key, JsonElement? Result);

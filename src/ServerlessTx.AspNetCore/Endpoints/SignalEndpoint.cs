using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Records what somebody says to a transaction. It may be repeated: the first answer under a name stands, whoever hears of it when.</summary>
internal sealed class SignalEndpoint(Failures failures, TransactionClient client, ServerlessTxHttpOptions options)
    : ApiEndpoint(failures, "signal", HttpMethods.Post, "transactions/{id}/signals/{name}", ApiRole.Start)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var key = IdempotencyKeyHeader.Read(http.Request);
        var said = await ReadAsync(http.Request);
        var signal = new Signal(values[1], options.Caller(http)) { Id = key, Result = said.Result, Rejected = said.Rejected };
        return await client.SignalAsync(id, signal, CancellationToken.None) switch
        {
            SignalResult.Recorded recorded => await RecordedAsync(http, id, recorded),
            SignalResult.Unknown unknown => new Problem(ProblemTypes.UnknownSignal, Detail(signal.Name, unknown.Known)).With("transaction_id", id.ToString()),
            SignalResult.AlreadyAnswered { HasSameId: true } => new Problem(
                ProblemTypes.IdempotencyKeyReused, "The same signal was sent under this key with another content, and the first stands.")
                .With("transaction_id", id.ToString()),
            SignalResult.AlreadyAnswered { By: var by } => new Problem(
                ProblemTypes.AlreadyAnswered, $"{Quoted.Value(signal.Name)} was answered first by {Quoted.Value(by)}, and that stands.").With("transaction_id", id.ToString()),
            SignalResult.TooLate late => new Problem(ProblemTypes.SignalTooLate, late.Detail).With("transaction_id", id.ToString()),
            _ => throw Unknown(id),
        };
    }

    private async Task<IResult> RecordedAsync(HttpContext http, TransactionId id, SignalResult.Recorded recorded)
    {
        if (recorded.IsReplay)
            http.Response.Headers["Idempotency-Replayed"] = "true";
        return Json(await client.GetAsync(id) ?? throw Unknown(id));
    }

    private static string Detail(string name, IReadOnlyList<string> known) => known.Count == 0
        ? $"No step of this transaction waits for a signal; {Quoted.Value(name)} was sent."
        : $"No step of this transaction waits for {Quoted.Value(name)}; there are: {string.Join(", ", known)}.";

    private static async Task<SignalRequest> ReadAsync(HttpRequest request) =>
        await JsonBody.ReadOptionalAsync(request) is { } body ? RequestBody.Read<SignalRequest>(body) : new SignalRequest();
}

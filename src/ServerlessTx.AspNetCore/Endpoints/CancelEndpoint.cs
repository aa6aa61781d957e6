using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// Turns an undecided transaction back. A caller whose cancel decided gets 200, and again when it repeats it, because it may never have
/// seen the first answer. Whatever else is decided is a 409, a transaction that somebody else turned back included: this cancel did not.
/// </summary>
internal sealed class CancelEndpoint(Failures failures, TransactionClient client, ServerlessTxHttpOptions options)
    : ApiEndpoint(failures, "cancel", HttpMethods.Post, "transactions/{id}/cancel", ApiRole.Start)
{
    private const string NoReason = "cancelled";

    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var reason = await ReasonAsync(http.Request);
        var caller = options.Caller(http);
        var decision = await client.CancelAsync(id, reason, caller, CancellationToken.None) ?? throw Unknown(id);
        return decision.IsNew || decision.By == caller ? Json(DecisionAnswer.Of(decision)) : await DecidedOtherwiseAsync(id, decision);
    }

    private async Task<IResult> DecidedOtherwiseAsync(TransactionId id, DecisionState decision)
    {
        var state = await client.GetAsync(id) ?? throw Unknown(id);
        var (word, status) = (DecisionAnswer.WordOf(decision.Decision), state.Status.Word());
        var why = decision.Reason is { } reason ? $" ({Quoted.Cut(reason)})" : "";
        return new Problem(ProblemTypes.AlreadyDecided, $"{word}{why} was decided before this cancel came, and stands. The status is {status}.")
            .With("transaction_id", id.ToString())
            .With("decision", word)
            .With("transaction_status", status);
    }

    private static async Task<string> ReasonAsync(HttpRequest request) => await JsonBody.ReadOptionalAsync(request) is { } body
        ? RequestBody.Read<CancelRequest>(body).Reason ?? NoReason
        : NoReason;
}

using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>Carries out what an operator does about a transaction that cannot go on. It takes a role that no other includes.</summary>
internal sealed class ResolveEndpoint(Failures failures, TransactionClient client, ServerlessTxHttpOptions options)
    : ApiEndpoint(failures, "resolve", HttpMethods.Post, "transactions/{id}/resolve", ApiRole.Operator)
{
    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var id = IdOf(values);
        var request = await RequestBody.ReadAsync<ResolveRequest>(http.Request);
        return await client.ResolveAsync(id, request.By(options.Caller(http)), CancellationToken.None) switch
        {
            ResolveResult.Recorded => Json(await client.GetAsync(id) ?? throw Unknown(id)),
            ResolveResult.DoesNotFit no => await DoesNotFitAsync(id, no),
            _ => throw Unknown(id),
        };
    }

    private async Task<IResult> DoesNotFitAsync(TransactionId id, ResolveResult.DoesNotFit no)
    {
        var state = await client.GetAsync(id) ?? throw Unknown(id);
        return new Problem(ProblemTypes.DoesNotFit, no.Detail)
            .With("transaction_id", id.ToString())
            .With("decision", DecisionAnswer.WordOf(no.Decision))
            .With("transaction_status", state.Status.Word());
    }
}

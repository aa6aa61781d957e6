using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ServerlessTx.AspNetCore;

/// <summary>Who used a key first and who replayed it: the source's document of an idempotent operation, for the calling caller.</summary>
internal sealed class IdempotencyKeyEndpoint(Failures failures, IdempotentOperations operations, ServerlessTxHttpOptions options)
    : ApiEndpoint(failures, "idempotency_key", HttpMethods.Get, "idempotency-keys/{key}", ApiRole.Read)
{
    private const string Expected = "the name of the workflow or operation that the key was used for, " + NameExpected;

    private protected override async Task<IResult> HandleAsync(HttpContext http, string[] values)
    {
        var key = IdempotencyKeyHeader.Checked(KeyOf(http, values[0]));
        var name = new QueryParameters(http.Request, "workflow").Read("workflow", NameOf, Expected)
            ?? throw QueryParameters.Wrong("workflow", $"is missing: {Expected}");
        var document = await operations.EvidenceAsync(new OperationKey(name, key) { Caller = options.Caller(http) }, http.RequestAborted);
        return document is not null ? Json(document) : new Problem(
            ProblemTypes.UnknownIdempotencyKey, $"This caller has not used {Quoted.Value(key)} for {name}, or it has expired.");
    }

    /// <summary>Servers leave an encoded slash in a path as it is, and then one cannot tell it from what was written so: the target as it was sent can.</summary>
    private static string KeyOf(HttpContext http, string value)
    {
        if (!value.Contains('%', StringComparison.Ordinal) || http.Features.Get<IHttpRequestFeature>()?.RawTarget is not { Length: > 0 } target)
            return value;
        var path = target.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

using Microsoft.AspNetCore.Http;

namespace ServerlessTx.AspNetCore;

/// <summary>
/// One operation of the API, apart from how it is mapped: ASP.NET Core's routing and an HTTP trigger of a Functions app hand it the same
/// request and the values of its route.
/// </summary>
public abstract class ApiEndpoint
{
    /// <summary>What names a workflow, a service or an operation.</summary>
    private protected const string NameExpected = "1 to 64 letters, digits, '_' or '-'";

    private readonly Failures _failures;

    private protected ApiEndpoint(Failures failures, string name, string method, string pattern, ApiRole role) =>
        (_failures, Name, Method, Pattern, Role) = (failures, name, method, pattern, role);

    /// <summary>Its name, the operation's id in the OpenAPI document.</summary>
    public string Name { get; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>Its route under the prefix, <c>transactions/{id}</c>.</summary>
    public string Pattern { get; }

    /// <summary>What an API key needs for it.</summary>
    public ApiRole Role { get; }

    /// <summary>Answers a request. Every failure is an answer too.</summary>
    /// <param name="http">The request.</param>
    /// <param name="values">The values of its route, in the order of the pattern.</param>
    public Task<IResult> AnswerAsync(HttpContext http, params string[] values) => _failures.AnswerAsync(http, () => HandleAsync(http, values));

    private protected abstract Task<IResult> HandleAsync(HttpContext http, string[] values);

    private protected static IResult Json(object value, int status = StatusCodes.Status200OK) =>
        Results.Json(value, WireJson.Tolerant, statusCode: status);

    private protected static TransactionId IdOf(string[] values) => TransactionId.TryParse(values[0], out var id)
        ? id
        : throw new Problem(
            ProblemTypes.MalformedId, $"A transaction id looks like {TransactionId.Example}; {Quoted.Value(values[0])} was sent.").Thrown();

    private protected static string? NameOf(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? text : null;

    private protected static Exception Unknown(TransactionId id) =>
        new Problem(ProblemTypes.UnknownTransaction, $"No transaction {id} was begun here.").Thrown();
}

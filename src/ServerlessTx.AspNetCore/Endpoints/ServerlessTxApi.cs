using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServerlessTx.AspNetCore;

/// <summary>The operations of the API, for whatever maps them.</summary>
public sealed class ServerlessTxApi
{
    private readonly Failures _failures;
    private readonly OpenApiDocument _document;

    /// <summary>Creates them over the services that <c>AddServerlessTx</c> registers.</summary>
    public ServerlessTxApi(IServiceProvider services)
    {
        _failures = new Failures(services.GetRequiredService<ILogger<Failures>>());
        var client = services.GetRequiredService<TransactionClient>();
        var choreographies = services.GetRequiredService<ChoreographyClient>();
        var letters = services.GetRequiredService<DeadLetters>();
        var modes = services.GetRequiredService<ModeClient>();
        var options = services.GetRequiredService<IOptions<ServerlessTxHttpOptions>>().Value;
        var workflows = services.GetRequiredService<WorkflowRegistry>();
        var desks = services.GetRequiredService<AggregateDesks>();
        var locks = services.GetRequiredService<Locks>();
        var time = services.GetRequiredService<TimeProvider>();
        var personal = services.GetRequiredService<PersonalData>();
        var keys = services.GetRequiredService<ISubjectKeys>();
        var projectors = services.GetServices<IProjector>().ToList();
        _document = new OpenApiDocument(
            workflows, desks, services.GetServices<InputExample>(), services.GetRequiredService<ServerlessTxOptions>().KeyLifetime);
        Endpoints =
        [
            new StartEndpoint(_failures, client, workflows, options),
            new StartAdHocEndpoint(_failures, client, options),
            new ListEndpoint(_failures, client),
            new StateEndpoint(_failures, client),
            new EvidenceEndpoint(_failures, client),
            new ReadDecisionEndpoint(_failures, client),
            new AskDecisionEndpoint(_failures, client),
            new CancelEndpoint(_failures, client, options),
            new SignalEndpoint(_failures, client, options),
            new ResolveEndpoint(_failures, client, options),
            new StartChoreographyEndpoint(_failures, choreographies, options),
            new ListChoreographiesEndpoint(_failures, choreographies),
            new ChoreographyStateEndpoint(_failures, choreographies),
            new ChoreographyEvidenceEndpoint(_failures, choreographies),
            new ListDeadLettersEndpoint(_failures, letters),
            new ReadDeadLetterEndpoint(_failures, letters),
            new PutBackDeadLetterEndpoint(_failures, letters, options),
            new ListModesEndpoint(_failures, modes),
            new ModeStateEndpoint(_failures, modes),
            new ModeEvidenceEndpoint(_failures, modes),
            new SwitchModeEndpoint(_failures, modes, options),
            new EscrowEndpoint(_failures, modes, options),
            new ResolveModeEndpoint(_failures, modes, options),
            new IdempotencyKeyEndpoint(_failures, services.GetRequiredService<IdempotentOperations>(), options),
            new AggregateStateEndpoint(_failures, desks, personal, time),
            new AggregateHistoryEndpoint(_failures, desks, personal),
            new AggregateEvidenceEndpoint(_failures, desks, time),
            new CommandEndpoint(_failures, desks, personal, options),
            new ProjectionRowsEndpoint(_failures, projectors, personal),
            new ProjectionRowEndpoint(_failures, projectors, personal),
            new SubjectEndpoint(_failures, keys),
            new EraseSubjectEndpoint(_failures, keys, options),
            new LockStateEndpoint(_failures, locks),
            new LockEvidenceEndpoint(_failures, locks),
            new AcquireLockEndpoint(_failures, locks),
            new RenewLockEndpoint(_failures, locks),
            new ReleaseLockEndpoint(_failures, locks),
            new LimitsEndpoint(_failures, services.GetRequiredService<ConcurrencyLimits>()),
        ];
    }

    /// <summary>The operations.</summary>
    public IReadOnlyList<ApiEndpoint> Endpoints { get; }

    /// <summary>The OpenAPI document.</summary>
    /// <param name="server">The path under which the application is reached; empty for its root.</param>
    /// <param name="prefix">Where the operations are mapped.</param>
    public JsonObject OpenApi(string server = "", string prefix = "/api")
    {
        var document = _document.Build(prefix);
        document["servers"]![0]!["url"] = server.Length == 0 ? "/" : server;
        return document;
    }

    /// <summary>The methods of a pattern as its <c>Allow</c> header lists them.</summary>
    /// <param name="path">A path under the prefix.</param>
    public IReadOnlyList<string> MethodsOf(string path) =>
        [.. Endpoints.Where(endpoint => Matches(endpoint.Pattern, path)).SelectMany(Methods).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Answers what no operation takes: 405 when the path is one's, else 404.</summary>
    /// <param name="http">The request.</param>
    /// <param name="path">Its path under the prefix.</param>
    public Task<IResult> AnswerUnknownAsync(HttpContext http, string path) => _failures.AnswerAsync(http, () =>
    {
        var methods = string.Join(", ", MethodsOf(path));
        return Task.FromResult<IResult>(methods.Length == 0
            ? new Problem(ProblemTypes.UnknownRoute, $"{Quoted.Value(http.Request.Path.Value)} is none of the routes that /openapi/v1.json lists.")
            : new Problem(ProblemTypes.MethodNotAllowed, $"This route takes {methods}; {Quoted.Value(http.Request.Method)} was sent.")
                .Header("Allow", methods));
    });

    /// <summary>Whoever may GET may ask for the head alone.</summary>
    internal static string[] Methods(ApiEndpoint endpoint) =>
        endpoint.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [endpoint.Method];

    private static bool Matches(string pattern, string path)
    {
        var (wanted, found) = (pattern.Split('/'), path.Trim('/').Split('/'));
        return wanted.Length == found.Length && wanted.Zip(found).All(pair =>
            pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}

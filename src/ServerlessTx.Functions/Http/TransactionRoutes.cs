using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ServerlessTx.AspNetCore;

namespace ServerlessTx.Functions;

/// <summary>
/// The API's routes as HTTP triggers, one an operation, so that each has a function key of its own. What they answer is the endpoints' of
/// every host; status comes from the evidence and never from Durable's own addresses, which carry its system key.
/// </summary>
public sealed class TransactionRoutes(ServerlessTxApi api, DurableClients clients)
{
    [Function("start")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "transactions/{workflow}")] HttpRequest request,
        string workflow, [DurableClient] DurableTaskClient durable) => AnswerAsync("start", request, durable, workflow);

    [Function("start_ad_hoc")]
    public Task<IResult> StartAdHocAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "transactions")] HttpRequest request, [DurableClient] DurableTaskClient durable) =>
        AnswerAsync("start_ad_hoc", request, durable);

    [Function("list")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "transactions")] HttpRequest request) => AnswerAsync("list", request);

    [Function("state")]
    public Task<IResult> StateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "transactions/{id}")] HttpRequest request, string id) =>
        AnswerAsync("state", request, null, id);

    [Function("evidence")]
    public Task<IResult> EvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "transactions/{id}/evidence")] HttpRequest request, string id) =>
        AnswerAsync("evidence", request, null, id);

    [Function("read_decision")]
    public Task<IResult> ReadDecisionAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "transactions/{id}/decision")] HttpRequest request, string id) =>
        AnswerAsync("read_decision", request, null, id);

    [Function("ask_decision")]
    public Task<IResult> AskDecisionAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "transactions/{id}/decision")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable) => AnswerAsync("ask_decision", request, durable, id);

    [Function("cancel")]
    public Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "transactions/{id}/cancel")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable) => AnswerAsync("cancel", request, durable, id);

    [Function("signal")]
    public Task<IResult> SignalAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "transactions/{id}/signals/{name}")] HttpRequest request,
        string id, string name, [DurableClient] DurableTaskClient durable) => AnswerAsync("signal", request, durable, id, name);

    /// <summary>Its function key is the operator's role: no other function's key opens it.</summary>
    [Function("resolve")]
    public Task<IResult> ResolveAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "transactions/{id}/resolve")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient durable) => AnswerAsync("resolve", request, durable, id);

    [Function("start_choreography")]
    public Task<IResult> StartChoreographyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "choreographies/{choreography}/runs")] HttpRequest request, string choreography) =>
        AnswerAsync("start_choreography", request, null, choreography);

    [Function("list_choreographies")]
    public Task<IResult> ListChoreographiesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "choreographies")] HttpRequest request) => AnswerAsync("list_choreographies", request);

    [Function("choreography_state")]
    public Task<IResult> ChoreographyStateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "choreographies/{id}")] HttpRequest request, string id) =>
        AnswerAsync("choreography_state", request, null, id);

    [Function("choreography_evidence")]
    public Task<IResult> ChoreographyEvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "choreographies/{id}/evidence")] HttpRequest request, string id) =>
        AnswerAsync("choreography_evidence", request, null, id);

    [Function("list_dead_letters")]
    public Task<IResult> ListDeadLettersAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "dead-letters/{subscription}")] HttpRequest request, string subscription) =>
        AnswerAsync("list_dead_letters", request, null, subscription);

    [Function("dead_letter")]
    public Task<IResult> DeadLetterAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "dead-letters/{subscription}/{letter}")] HttpRequest request,
        string subscription, string letter) => AnswerAsync("dead_letter", request, null, subscription, letter);

    /// <summary>As with resolve, its function key is the operator's role.</summary>
    [Function("put_back_dead_letter")]
    public Task<IResult> PutBackDeadLetterAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "dead-letters/{subscription}/{letter}/put-back")] HttpRequest request,
        string subscription, string letter) => AnswerAsync("put_back_dead_letter", request, null, subscription, letter);

    [Function("list_modes")]
    public Task<IResult> ListModesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "modes")] HttpRequest request) => AnswerAsync("list_modes", request);

    [Function("mode_state")]
    public Task<IResult> ModeStateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "modes/{group}")] HttpRequest request, string group) =>
        AnswerAsync("mode_state", request, null, group);

    [Function("mode_evidence")]
    public Task<IResult> ModeEvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "modes/{group}/evidence")] HttpRequest request, string group) =>
        AnswerAsync("mode_evidence", request, null, group);

    [Function("switch_mode")]
    public Task<IResult> SwitchModeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "modes/{group}/switch")] HttpRequest request, string group) =>
        AnswerAsync("switch_mode", request, null, group);

    [Function("set_escrow")]
    public Task<IResult> SetEscrowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "modes/{group}/escrow")] HttpRequest request, string group) =>
        AnswerAsync("set_escrow", request, null, group);

    [Function("resolve_mode")]
    public Task<IResult> ResolveModeAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "modes/{group}/resolve")] HttpRequest request, string group) =>
        AnswerAsync("resolve_mode", request, null, group);

    [Function("idempotency_key")]
    public Task<IResult> IdempotencyKeyAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "idempotency-keys/{key}")] HttpRequest request, string key) =>
        AnswerAsync("idempotency_key", request, null, key);

    [Function("aggregate_state")]
    public Task<IResult> AggregateStateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "aggregates/{type}/{id}")] HttpRequest request, string type, string id) =>
        AnswerAsync("aggregate_state", request, null, type, id);

    [Function("aggregate_history")]
    public Task<IResult> AggregateHistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "aggregates/{type}/{id}/history")] HttpRequest request, string type, string id) =>
        AnswerAsync("aggregate_history", request, null, type, id);

    [Function("aggregate_evidence")]
    public Task<IResult> AggregateEvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "aggregates/{type}/{id}/evidence")] HttpRequest request, string type, string id) =>
        AnswerAsync("aggregate_evidence", request, null, type, id);

    [Function("command")]
    public Task<IResult> CommandAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "aggregates/{type}/{id}/{command}")] HttpRequest request,
        string type, string id, string command) => AnswerAsync("command", request, null, type, id, command);

    [Function("projection_rows")]
    public Task<IResult> ProjectionRowsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "projections/{type}/{projection}")] HttpRequest request, string type, string projection) =>
        AnswerAsync("projection_rows", request, null, type, projection);

    [Function("projection_row")]
    public Task<IResult> ProjectionRowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "projections/{type}/{projection}/{row}")] HttpRequest request,
        string type, string projection, string row) => AnswerAsync("projection_row", request, null, type, projection, row);

    [Function("subject")]
    public Task<IResult> SubjectAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "subjects/{id}")] HttpRequest request, string id) =>
        AnswerAsync("subject", request, null, id);

    /// <summary>As with resolve, its function key is the operator's role.</summary>
    [Function("erase_subject")]
    public Task<IResult> EraseSubjectAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "subjects/{id}/erase")] HttpRequest request, string id) =>
        AnswerAsync("erase_subject", request, null, id);

    [Function("lock_state")]
    public Task<IResult> LockStateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "locks/{resource}")] HttpRequest request, string resource) =>
        AnswerAsync("lock_state", request, null, resource);

    [Function("lock_evidence")]
    public Task<IResult> LockEvidenceAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "locks/{resource}/evidence")] HttpRequest request, string resource) =>
        AnswerAsync("lock_evidence", request, null, resource);

    [Function("acquire_lock")]
    public Task<IResult> AcquireLockAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "locks/{resource}")] HttpRequest request, string resource) =>
        AnswerAsync("acquire_lock", request, null, resource);

    [Function("renew_lock")]
    public Task<IResult> RenewLockAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "locks/{resource}/renew")] HttpRequest request, string resource) =>
        AnswerAsync("renew_lock", request, null, resource);

    [Function("release_lock")]
    public Task<IResult> ReleaseLockAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "locks/{resource}/release")] HttpRequest request, string resource) =>
        AnswerAsync("release_lock", request, null, resource);

    [Function("limits")]
    public Task<IResult> LimitsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "limits")] HttpRequest request) => AnswerAsync("limits", request);

    /// <summary>The same document as every host's; here it stands under the prefix, as everything of a Functions app does.</summary>
    [Function("openapi")]
    public IResult OpenApi([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "openapi/v1.json")] HttpRequest request) =>
        Results.Json(api.OpenApi(request.PathBase), WireJson.Tolerant);

    /// <summary>What no route takes is answered with the API's own problem and not with the host's empty page.</summary>
    [Function("unknown")]
    public Task<IResult> UnknownAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request,
        string? path) => api.AnswerUnknownAsync(request.HttpContext, path ?? "");

    private Task<IResult> AnswerAsync(string name, HttpRequest request, DurableTaskClient? durable = null, params string[] values)
    {
        if (durable is not null)
            clients.Use(durable);
        return api.Endpoints.Single(endpoint => endpoint.Name == name).AnswerAsync(request.HttpContext, values);
    }
}

using System.Text.Json;

namespace ServerlessTx.Participants.Http;

/// <summary>
/// A service that takes part in transactions over HTTP, as <c>docs/http-participants.md</c> says: one URL an operation and phase. What it
/// does not say clearly is unknown, and our own policy asks again.
/// </summary>
public sealed class HttpParticipant
{
    private readonly HttpParticipantSettings _settings;
    private readonly IHttpClientFactory _clients;
    private readonly PersonalData _personal;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _free;

    internal HttpParticipant(HttpParticipantSettings settings, IHttpClientFactory clients, PersonalData personal, TimeProvider time)
    {
        (_settings, _clients, _personal, _time) = (settings, clients, personal, time);
        _free = new SemaphoreSlim(settings.Concurrency);
    }

    /// <summary>Its name in the configuration, and as a service in evidence.</summary>
    public string Name => _settings.Name;

    /// <summary>Asks for a step of a saga or its pivot.</summary>
    /// <param name="operation">Names the step in the address.</param>
    /// <param name="call">The call.</param>
    public async Task<StepAnswer<JsonElement?>> ActAsync<TInput>(string operation, Call<TInput> call) => await AskAsync(operation, call) switch
    {
        HttpAnswer.Refused refused => Refusal.Because(refused.Reason),
        var done => done.Result,
    };

    /// <summary>Asks for what cannot be refused: an undo, or a retriable step.</summary>
    /// <inheritdoc cref="ActAsync"/>
    public async Task<Conclusion> ConcludeAsync<TInput>(string operation, Call<TInput> call) => await AskAsync(operation, call) switch
    {
        HttpAnswer.Heuristic otherwise => Conclusion.Heuristic(otherwise.WhatHappened),
        var done => Conclusion.Done(done.Result),
    };

    /// <summary>The service as a participant of a TCC.</summary>
    public ITccParticipant<TInput> Tcc<TInput>() => new HttpTccParticipant<TInput>(this);

    /// <summary>The service as a participant of a two-phase commit.</summary>
    public IResourceManager<TInput> TwoPhaseCommit<TInput>() => new HttpResourceManager<TInput>(this);

    internal async Task<HttpAnswer> AskAsync<TInput>(string operation, Call<TInput> call)
    {
        await _free.WaitAsync(call.Cancellation);
        using var ends = new CancellationTokenSource(_settings.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, call.Cancellation);
        try
        {
            return await SendAsync(await HttpCall.Of(operation, call).OpenedAsync(_personal, either.Token), call, either.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            throw new UnknownAnswerException($"no answer in {_settings.Timeout.TotalMilliseconds:0} ms");
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<HttpAnswer> SendAsync<TInput>(HttpCall body, Call<TInput> call, CancellationToken cancellation)
    {
        using var request = CallRequestMessage.Of(new Uri(_settings.BaseAddress!, body.Path), body, call.Key, call.Traceparent);
        await _settings.Authentication.AuthenticateAsync(request, call.Key, _time.GetUtcNow());
        using var client = _clients.CreateClient(HttpParticipantServices.ClientOf(Name));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await AnswerReader.ReadAsync(response, call.Phase, _time.GetUtcNow(), cancellation);
    }
}

using System.Text.Json;

namespace ServerlessTx.Participants.Http;

/// <summary>Definitions whose participants are services. What a service answered is JSON: a later call of the transaction reads it with <c>ResultOf</c>.</summary>
public static class HttpDefinitions
{
    /// <summary>A step that can be undone.</summary>
    /// <param name="saga">The saga so far.</param>
    /// <param name="service">Who does it.</param>
    /// <param name="operation">What it does; unique in the saga, and part of the address: <c>{operation}/action</c>, <c>{operation}/undo</c>.</param>
    /// <param name="undo">What undoing it is called in evidence.</param>
    public static SagaHead<TInput> Step<TInput>(this SagaHead<TInput> saga, HttpParticipant service, string operation, string undo) =>
        saga.Step<JsonElement?>(
            service.Name, operation, call => service.ActAsync(operation, call),
            undo, (call, _) => service.ConcludeAsync(operation, call));

    /// <summary>A step with nothing to undo.</summary>
    /// <inheritdoc cref="Step{TInput}(SagaHead{TInput}, HttpParticipant, string, string)"/>
    public static SagaHead<TInput> Step<TInput>(this SagaHead<TInput> saga, HttpParticipant service, string operation) =>
        saga.Step<JsonElement?>(service.Name, operation, call => service.ActAsync(operation, call));

    /// <summary>The step that commits the saga.</summary>
    /// <inheritdoc cref="Step{TInput}(SagaHead{TInput}, HttpParticipant, string, string)"/>
    public static SagaTail<TInput> Pivot<TInput>(this SagaHead<TInput> saga, HttpParticipant service, string operation) =>
        saga.Pivot<JsonElement?>(service.Name, operation, call => service.ActAsync(operation, call));

    /// <summary>A step that cannot be refused.</summary>
    /// <inheritdoc cref="Step{TInput}(SagaHead{TInput}, HttpParticipant, string, string)"/>
    public static SagaTail<TInput> Then<TInput>(this SagaHead<TInput> saga, HttpParticipant service, string operation) =>
        saga.Then(service.Name, operation, call => service.ConcludeAsync(operation, call));

    /// <summary>A step that cannot be refused.</summary>
    /// <inheritdoc cref="Step{TInput}(SagaHead{TInput}, HttpParticipant, string, string)"/>
    public static SagaTail<TInput> Then<TInput>(this SagaTail<TInput> saga, HttpParticipant service, string operation) =>
        saga.Then(service.Name, operation, call => service.ConcludeAsync(operation, call));

    /// <summary>Adds a service, asked at <c>tcc/try</c>, <c>tcc/confirm</c> and <c>tcc/cancel</c>.</summary>
    public static Tcc<TInput> Participant<TInput>(this Tcc<TInput> tcc, HttpParticipant service) =>
        tcc.Participant(service.Name, service.Tcc<TInput>());

    /// <summary>Adds a service, asked at <c>two_phase_commit/prepare</c>, <c>two_phase_commit/commit</c> and <c>two_phase_commit/abort</c>.</summary>
    public static TwoPhaseCommit<TInput> Participant<TInput>(this TwoPhaseCommit<TInput> vote, HttpParticipant service) =>
        vote.Participant(service.Name, service.TwoPhaseCommit<TInput>());
}

using System.Text.Json;

namespace ServerlessTx.Participants.Http;

/// <summary>A service as ad hoc transactions can ask it: the operations and roles that its configuration names.</summary>
internal static class ByName
{
    public static Participant Describe(HttpParticipant service, HttpParticipantSettings settings)
    {
        var participant = settings.Operations.Aggregate(Participant.Named(service.Name), (known, operation) => Add(known, service, operation));
        if (settings.Tcc)
            participant = participant.Tcc(service.Tcc<JsonElement>());
        return settings.TwoPhaseCommit ? participant.TwoPhaseCommit(service.TwoPhaseCommit<JsonElement>()) : participant;
    }

    private static Participant Add(Participant participant, HttpParticipant service, HttpOperation operation)
    {
        Task<StepAnswer<JsonElement?>> Act(Call<JsonElement> call) => service.ActAsync(operation.Name, call);
        Task<Conclusion> Conclude(Call<JsonElement> call) => service.ConcludeAsync(operation.Name, call);
        return operation switch
        {
            { Role: HttpRole.Pivot } => participant.Pivot<JsonElement, JsonElement?>(operation.Name, Act),
            { Role: HttpRole.Retriable } => participant.Retriable<JsonElement>(operation.Name, Conclude),
            { Undo: { } undo } => participant.Step<JsonElement, JsonElement?>(operation.Name, Act, undo, (call, _) => Conclude(call)),
            _ => participant.Step<JsonElement, JsonElement?>(operation.Name, Act),
        };
    }
}

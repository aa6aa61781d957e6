namespace ServerlessTx;

/// <summary>A vote as far as it has been written down.</summary>
internal sealed record VoteDraft<TParticipant>(Definition Definition, IReadOnlyDictionary<string, TParticipant> Participants)
{
    public static VoteDraft<TParticipant> Empty(string name, int version, Pattern pattern, CallPolicy? policy, TimeSpan? deadline) => new(
        new Definition
        {
            Name = name,
            Version = version,
            Pattern = pattern,
            Branches = [],
            Policy = policy ?? new CallPolicy(),
            DeadlineMs = (long)(deadline ?? TimeSpan.FromMinutes(5)).TotalMilliseconds,
        },
        new Dictionary<string, TParticipant>());

    public VoteDraft<TParticipant> Add(string name, string operation, Phase phase, TParticipant participant) => new(
        Definition with
        {
            Branches = [.. Definition.Branches, new() { Branch = name, Service = name, Operation = operation, Phase = phase, Group = 1 }],
        },
        new Dictionary<string, TParticipant>(Participants) { [name] = participant });
}

namespace ServerlessTx;

/// <summary>What services record of events.</summary>
internal static class HopRules
{
    private static readonly GuaranteeVector Promise = new("Eventual", "Eventual", "Read uncommitted", "Strong", "Multi-service", "Async choreography");

    public static IEnumerable<Breach> BeginsOnce(ChoreographyTestimony told)
    {
        foreach (var again in told.Begins.Skip(1))
            yield return At(again, "it begins a second time");
        var first = told.Begins[0];
        var start = told.Definition.Reactions.FirstOrDefault(reaction => reaction.Kind is ReactionKind.Starts);
        if (first.Version != 1 || first.Service != start?.Service)
            yield return At(first, "the begin is not the first record of the owner");
        var starts = told.Met.Where(met => told.Reaction(met)?.Kind is ReactionKind.Starts).ToList();
        if (starts is not [{ At: { Version: 2 } at, Is.Outcome: HopOutcome.Done }] || at.Service != first.Service)
            yield return At(first, "the first part does not stand behind the begin, once and done");
    }

    public static IEnumerable<Breach> DefinitionIsPinned(ChoreographyTestimony told)
    {
        if (told.Definition.ComputeFingerprint() != told.Definition.Fingerprint)
            yield return At(told.Begins[0], "the fingerprint is not that of the definition");
        if (ChoreographyRules.Fault(told.Definition) is { } fault)
            yield return At(told.Begins[0], $"the definition does not fit together: {fault}");
        if (told.Began.Deadline != told.Began.At.AddMilliseconds(told.Definition.DeadlineMs))
            yield return At(told.Begins[0], "the deadline is not the stamp of the begin plus deadline_ms");
    }

    public static IEnumerable<Breach> ReactionsAreDefined(ChoreographyTestimony told)
    {
        foreach (var met in told.Met)
        {
            if (told.Reaction(met) is not { } reaction)
            {
                yield return At(met.At, $"{met.Is.Operation} is nothing that the service does");
                continue;
            }

            var isTriggered = met.Is is { Event: { } happened, EventId: not null } ? reaction.On.Contains(happened)
                : met.Is is { Event: null, EventId: null } && reaction.Kind is ReactionKind.Starts or ReactionKind.Expires;
            if (!isTriggered)
                yield return At(met.At, $"{met.Is.Operation} is nothing that the service does about {met.Is.Event ?? "nothing"}");
            var belongs = met.Is.Outcome switch { HopOutcome.Done => reaction.Says, HopOutcome.Refused => reaction.Fails, _ => null };
            if (met.Is.Outcome is HopOutcome.Refused && reaction.Fails is null)
                yield return At(met.At, $"{met.Is.Operation} cannot refuse");
            if (met.Is.Says != belongs)
                yield return At(met.At, $"it publishes {met.Is.Says ?? "nothing"}, where {belongs ?? "nothing"} belongs");
            if (met.Is.SaysId != (belongs is null ? null : $"{told.Began.SagaId}.{met.At.Service}.{met.At.Version}"))
                yield return At(met.At, "the id of the event is not that of its run, service and version");
        }
    }

    public static IEnumerable<Breach> EveryHopHasItsCause(ChoreographyTestimony told)
    {
        foreach (var met in told.Met.Where(met => met.Is.EventId is not null))
        {
            if (told.Said[met.Is.EventId!].FirstOrDefault() is not { } cause)
                yield return At(met.At, $"nobody recorded that {met.Is.EventId} was published");
            else if (cause.Is.Says != met.Is.Event)
                yield return At(met.At, $"what was published is {cause.Is.Says} and not {met.Is.Event}");
            else if (cause.Is.At > met.Is.At)
                yield return At(met.At, "it is stamped before the event that it answers");
        }

        foreach (var (hop, before) in told.Hops.Zip(told.Hops.Skip(1), (before, hop) => (hop, before)))
        {
            if (hop.Service == before.Service && hop.Record.At < before.Record.At)
                yield return At(hop, "it is stamped before the record in front of it");
        }
    }

    public static IEnumerable<Breach> AnEventIsMetOnce(ChoreographyTestimony told) => told.Met
        .Where(met => met.Is.EventId is not null)
        .GroupBy(met => (met.At.Service, met.Is.EventId))
        .SelectMany(same => same.Skip(1))
        .Select(again => At(again.At, $"{again.Is.Event} has been met before"));

    public static IEnumerable<Breach> OnlyTheDeadArePutBack(ChoreographyTestimony told)
    {
        var dead = new HashSet<(string, string)>();
        foreach (var hop in told.Hops)
        {
            if (hop.Record is DeadLettered letter)
                dead.Add((hop.Service, letter.EventId));
            else if (hop.Record is Reacted { EventId: { } met })
                dead.Remove((hop.Service, met));
            else if (hop.Record is PutBack back && !dead.Remove((hop.Service, back.EventId)))
                yield return At(hop, $"{back.Event} did not lie in the dead-letter queue");
        }
    }

    public static IEnumerable<Breach> PromiseIsAChoreographys(ChoreographyTestimony told) =>
        told.Began.Promised == Promise ? [] : [At(told.Begins[0], "the promise is not that of a choreography")];

    public static IEnumerable<Breach> DocumentIsWhatItsChainsYield(ChoreographyTestimony told) => DocumentComparison.Differences(
        told.Presented.Json, () => ChoreographyDocument.Of(new ChoreographyStory(told.Streams), told.Presented.View));

    public static Breach At(RecordedHop hop, string what) => new() { Version = hop.Version, Path = $"$.chains ({hop.Service})", What = what };
}

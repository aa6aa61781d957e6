namespace ServerlessTx;

/// <summary>Every rule by which the document of a choreography is judged; repeated in <c>docs/choreography.md</c>, and a test compares the two.</summary>
internal static class ChoreographyRulebook
{
    public static IReadOnlyList<Rule<PresentedChoreography>> Chain { get; } =
    [
        .. Rulebook.Chain.Append(Rulebook.HeadIsTheEnd).Select(OfEachService),
    ];

    public static IReadOnlyList<Rule<ChoreographyTestimony>> Records { get; } =
    [
        OfRecords("a_run_begins_once", "A run begins once, with its owner's first record and the first part behind it", HopRules.BeginsOnce),
        OfRecords("who_reacts_to_what_is_pinned", "Who reacts to what is pinned under its fingerprint, fits together, and the deadline is the begin's stamp plus deadline_ms", HopRules.DefinitionIsPinned),
        OfRecords("reactions_are_defined", "A service does only what it said that it does about that event, and publishes what belongs to the outcome", HopRules.ReactionsAreDefined),
        OfRecords("every_hop_has_its_cause", "Every event that was met was published by a service, under that name, and before", HopRules.EveryHopHasItsCause),
        OfRecords("an_event_is_met_once", "A service meets an event once", HopRules.AnEventIsMetOnce),
        OfRecords("each_undo_has_its_do", "Each undo has its do before it, or is recorded as having nothing to undo", UndoneHopRules.EachUndoHasItsDo),
        OfRecords("nothing_is_done_behind_an_undo", "A service does nothing behind an undo, and turns down only what comes behind one", UndoneHopRules.NothingIsDoneBehindAnUndo),
        OfRecords("expired_only_when_passed", "The owner expires it only past the deadline, and never behind its end", UndoneHopRules.ExpiredOnlyWhenPassed),
        OfRecords("settled_when_all_have_answered", "It is settled once, by its owner, when everybody has met everything, as what it came to", SettledHopRules.SettledWhenAllHaveAnswered),
        OfRecords("silence_is_named_truly", "The owner names as silent who was told so for as long as the definition says, and of whom it had no answer", SettledHopRules.SilenceIsNamedTruly),
        OfRecords("only_the_dead_are_put_back", "What an operator put back was recorded as dead there, and has been neither met nor put back since", HopRules.OnlyTheDeadArePutBack),
        OfRecords("hops_promise_what_they_can", "The promised vector is what a choreography can promise", HopRules.PromiseIsAChoreographys) with { Level = VerificationLevel.Vectors },
    ];

    public static Rule<ChoreographyTestimony> Document { get; } = new(
        VerificationLevel.Document, "document_is_what_its_chains_yield", "The document is exactly what its chains yield", HopRules.DocumentIsWhatItsChainsYield);

    public static Rule<PresentedChoreography> KeptHeadIsExtended(StreamHead kept) => new(
        VerificationLevel.Chain, Rulebook.KeptHeadIsExtended.Name, Rulebook.KeptHeadIsExtended.Says,
        // Every service has a head of its own; the one that was kept stands in the chain of whoever it was taken from.
        presented => presented.Services.Any(service => !ChainRules.KeptHeadIsExtended(new ChainClaim(service.Chain.Appends, kept: kept)).Any())
            ? []
            : [Breach.In("$.chains", $"the head at version {kept.Version} that was kept stands in none of them")]);

    /// <summary>Level, name and sentence of every rule of its own.</summary>
    public static IEnumerable<(VerificationLevel Level, string Name, string Says)> All =>
        [.. Records.Append(Document).Select(rule => (rule.Level, rule.Name, rule.Says))];

    private static Rule<PresentedChoreography> OfEachService(Rule<ChainClaim> rule) => new(
        rule.Level, rule.Name, rule.Says,
        presented => presented.Services.SelectMany((service, i) => rule.BreachesOf(service.Chain)
            .Select(breach => breach with { Path = $"$.chains[{i}]{breach.Path?[1..]}", What = $"{service.Name}: {breach.What}" })));

    private static Rule<ChoreographyTestimony> OfRecords(string name, string says, Func<ChoreographyTestimony, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Rules, name, says, breaches);
}

namespace ServerlessTx;

/// <summary>The rules of an aggregate's document, beside those of every chain.</summary>
internal static class AggregateRulebook
{
    public static IReadOnlyList<Rule<AggregateClaim>> Events { get; } =
    [
        OfEvents("stream_is_of_the_aggregate", "The first event names the aggregate that the document is about", AggregateRules.FirstEventNamesTheAggregate),
        OfEvents("event_ids_are_unique", "No two events have one id", AggregateRules.IdsAreOnesOwn),
        OfEvents("events_are_stamped_in_order", "No event is stamped before the one it follows", AggregateRules.StampsDoNotGoBack),
    ];

    /// <summary>What this verifier does not know it can neither pass nor blame.</summary>
    public static Rule<AggregateClaim> AccountEventsAreKnown { get; } = OfEvents(
        "account_events_are_known", "Every event of a BankAccount is of a kind that this verifier knows", AccountRules.EventsAreKnown);

    public static Rule<AggregateClaim> AccountRulesAreKept { get; } = OfEvents(
        "account_rules_are_kept", "A BankAccount is opened once and first, never overdrawn, closed empty, and nothing happens to it then", AccountRules.RulesAreKept);

    public static IReadOnlyList<Rule<AggregateClaim>> Document { get; } =
    [
        OfDocument("state_is_of_the_last_append", "The state is of a version in the last append of the chain", AggregateDocumentRules.StateIsOfTheLastAppend),
        OfDocument("all_but_the_state_is_what_its_chain_yields", "The document, its state apart, is exactly what its chain yields, and its vectors are those of event sourcing",
            AggregateDocumentRules.AllButTheStateIsWhatTheChainYields),
    ];

    public static Rule<AggregateClaim> AccountAddsUp { get; } = OfDocument(
        "account_adds_up", "A BankAccount's balance, holds, status, customer and currency are what its events make", AccountRules.StateAddsUp);

    /// <summary>In the order in which they are judged.</summary>
    public static IEnumerable<Rule<AggregateClaim>> All => [.. Events, AccountEventsAreKnown, AccountRulesAreKept, .. Document, AccountAddsUp];

    public static IEnumerable<Finding> Judge(AggregateClaim claim)
    {
        var known = claim.Type == AccountRules.Type ? AccountEventsAreKnown.Judge(claim) : null;
        var isKnown = known?.State is FindingState.Holds;
        return
        [
            .. Events.Select(rule => rule.Judge(claim)),
            .. known is null ? [] : new[] { isKnown ? known : known with { State = FindingState.NotJudged } },
            .. isKnown ? new[] { AccountRulesAreKept.Judge(claim) } : [],
            .. Document.Select(rule => rule.Judge(claim)),
            .. isKnown ? new[] { AccountAddsUp.Judge(claim) } : [],
        ];
    }

    private static Rule<AggregateClaim> OfEvents(string name, string says, Func<AggregateClaim, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Rules, name, says, breaches);

    private static Rule<AggregateClaim> OfDocument(string name, string says, Func<AggregateClaim, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Document, name, says, breaches);
}

namespace ServerlessTx;

/// <summary>The rules of a lock's document, beside those of every chain.</summary>
internal static class LockRulebook
{
    public static IReadOnlyList<Rule<LockClaim>> All { get; } =
    [
        OfEvents("lock_events_are_of_the_resource", "Every event is of the lock that the document is about", LockRules.EventsAreOfTheResource),
        OfEvents("lock_events_are_stamped_in_order", "No event of a lock is stamped before the one it follows", LockRules.StampsDoNotGoBack),
        OfEvents("fences_only_grow", "Every token is higher than all that were given before it", LockRules.FencesOnlyGrow),
        OfEvents("one_holds_it_at_a_time", "Nobody acquires a lock before its holder has released or lost it, and only the holder releases or loses it", LockRules.OneHoldsItAtATime),
        new(VerificationLevel.Document, "lock_document_is_what_its_chain_yields", "The document of a lock is exactly what its chain yields", LockRules.DocumentIsWhatItsChainYields),
    ];

    private static Rule<LockClaim> OfEvents(string name, string says, Func<LockClaim, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Rules, name, says, breaches);
}

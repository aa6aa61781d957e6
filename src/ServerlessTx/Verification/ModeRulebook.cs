namespace ServerlessTx;

/// <summary>Every rule by which the document of a group is judged; repeated in <c>docs/modes.md</c>, and a test compares the two.</summary>
internal static class ModeRulebook
{
    public static IReadOnlyList<Rule<PresentedModes>> Records { get; } =
    [
        OfRecords("a_group_is_declared_first", "The first record says what the group is, and no other group's stands in the stream", SwitchRules.IsDeclaredFirst),
        OfRecords("switches_follow_each_other", "A switch begins where the one before ended, and goes where the modes allow", SwitchRules.SwitchesFollowEachOther),
        OfRecords("a_switch_says_why", "A switch rests on findings, on an operator who says why, or on empty buffers, and on nobody who may not switch", SwitchRules.ASwitchSaysWhy),
        OfRecords("strict_only_when_nothing_waits", "The group is strict again only when no buffered operation waits and every side refuses older modes", SwitchRules.StrictOnlyWhenNothingWaits),
        OfRecords("acknowledged_versions_rise", "What a side acknowledges is a mode that there is, and newer than the one before", SwitchRules.AcknowledgedVersionsRise),
        OfRecords("mode_records_are_stamped_in_order", "No record is stamped before the one it follows", SwitchRules.StampsDoNotGoBack),
        OfRecords("set_aside_as_it_was_wished", "Escrow is set aside while the group is strict, as the newest wish", BufferRules.SetAsideAsItWasWished),
        OfRecords("buffered_only_for_who_is_away", "An operation is buffered only for a side that is away, in the mode that its transaction began in", BufferRules.BufferedOnlyForWhoIsAway),
        OfRecords("buffered_within_its_terms", "No more is buffered than the declaration allows", BufferRules.BufferedWithinItsTerms),
        OfRecords("escrow_is_never_exceeded", "Of no account more is taken than is set aside", BufferRules.EscrowIsNeverExceeded),
        OfRecords("each_operation_ends_once", "A buffered operation is promised once, and applied, refused or withdrawn once", BufferRules.EachEndsOnce),
        OfRecords("applied_in_order", "A side applies or refuses its operations while the group fails back, in the order in which they were buffered", BufferRules.AppliedInOrder),
        OfRecords("conflicts_are_resolved_by_somebody", "A conflict is tried again or given up by an operator who says why, or by the rule that was declared", BufferRules.ConflictsAreResolvedBySomebody),
    ];

    public static Rule<PresentedModes> Document { get; } = new(
        VerificationLevel.Document, "modes_are_what_the_chain_yields", "The document is exactly what its chain yields", DocumentIsWhatItsChainYields);

    /// <summary>Level, name and sentence of every rule of its own.</summary>
    public static IEnumerable<(VerificationLevel Level, string Name, string Says)> All =>
        [.. Records.Append(Document).Select(rule => (rule.Level, rule.Name, rule.Says))];

    private static IEnumerable<Breach> DocumentIsWhatItsChainYields(PresentedModes told) =>
        DocumentComparison.Differences(told.Document.Json, () => ModeDocument.Of(told.Appends));

    private static Rule<PresentedModes> OfRecords(string name, string says, Func<PresentedModes, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Rules, name, says, breaches);
}

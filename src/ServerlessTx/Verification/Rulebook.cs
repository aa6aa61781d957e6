namespace ServerlessTx;

/// <summary>
/// Every rule by which evidence is judged. The list is meant to be read: it is repeated in <c>docs/verify.md</c>, and a test compares the two.
/// </summary>
internal static class Rulebook
{
    public static IReadOnlyList<Rule<ChainClaim>> Chain { get; } =
    [
        OfChain("dense_versions", "Versions begin at 1 and leave no gap", ChainRules.VersionsAreDense),
        OfChain("payloads_are_records", "Every payload is base64url of a JSON array of records", ChainRules.PayloadsAreRecords),
        OfChain("counts_are_true", "An append's count is the number of records in its payload", ChainRules.CountsAreTrue),
        OfChain("appends_are_linked", "Every append carries the hash of the one before it, the first 32 zero bytes", ChainRules.AppendsAreLinked),
        OfChain("hashes_are_of_the_bytes", "Every hash is the SHA-256 of the previous hash and the stored bytes", ChainRules.HashesAreOfTheBytes),
    ];

    public static Rule<ChainClaim> BeginsWithTheBegin { get; } = OfChain("begins_with_the_begin", "The first record is the begin record", ChainRules.BeginsWithTheBegin);

    public static Rule<ChainClaim> HeadIsTheEnd { get; } = OfChain("head_is_the_end", "The document's head is the end of its chain", ChainRules.HeadIsTheEnd);

    public static Rule<ChainClaim> KeptHeadIsExtended { get; } = OfChain("kept_head_is_extended", "The chain extends the head that was kept earlier", ChainRules.KeptHeadIsExtended);

    /// <summary>Of heads that nobody named nothing is said.</summary>
    public static IEnumerable<Rule<ChainClaim>> Heads(ChainClaim chain) =>
        [.. chain.Head is null ? [] : new[] { HeadIsTheEnd }, .. chain.Kept is null ? [] : new[] { KeptHeadIsExtended }];

    /// <summary>What this verifier does not know it can neither pass nor blame.</summary>
    public static Rule<Testimony> RecordsAreKnown { get; } = OfRecords(
        "records_are_known", "Every record is of a kind that this verifier knows", told => told.Each<UnknownRecord>()
            .Select(unknown => Breach.At(unknown.At, $"'{unknown.Is.Type}' is a kind of record that this verifier does not know: use a newer one")));

    public static IReadOnlyList<Rule<Testimony>> Records { get; } =
    [
        OfRecords("begin_stands_once", "A transaction begins once", BeginRules.BeginStandsOnce),
        OfRecords("deadline_is_pinned", "The deadline is the begin's stamp, or the scheduled start, plus deadline_ms", BeginRules.DeadlineIsBeginPlusAllowance),
        OfRecords("nothing_is_asked_before_the_start", "Nobody is asked before a scheduled transaction's moment has come, once", BeginRules.NothingIsAskedBeforeTheStart),
        OfRecords("fingerprint_is_of_the_definition", "The definition's fingerprint is the SHA-256 of its RFC 8785 form", BeginRules.FingerprintIsOfTheDefinition),
        OfRecords("definition_can_begin", "The definition has a shape that its pattern allows", BeginRules.DefinitionCanBegin),

        OfRecords("mode_fits_its_form", "What began in a mode is of the form that belongs to it, and names who was away", PinnedModeRules.ModeFitsItsForm),
        OfRecords("accepted_under_no_older_mode", "No first-phase call is accepted by a participant that had been told of a newer mode", PinnedModeRules.AcceptedUnderNoOlderMode),

        OfRecords("branches_are_defined", "Only branches of the definition are called", CallRules.BranchesAreDefined),
        OfRecords("phases_fit_the_branch", "A branch is only asked for what its pattern and its place in it allow", CallRules.PhasesFitTheBranch),
        OfRecords("one_answer_a_call", "A call has one answer", CallRules.OneAnswerACall),
        OfRecords("only_who_may_refuse_refuses", "Only who may refuse refuses, and says why", CallRules.OnlyWhoMayRefuseRefuses),
        OfRecords("only_who_cannot_refuse_ends_otherwise", "Only who cannot refuse ends otherwise than decided, and says how", CallRules.OnlyWhoCannotRefuseEndsOtherwise),
        OfRecords("only_first_phase_is_given_up", "Only a first-phase call is given up; every other is asked until it answers", CallRules.OnlyFirstPhaseIsGivenUp),
        OfRecords("results_are_of_what_was_done", "A result is of something that was done, and stands in its record or under its hash", CallRules.ResultsAreOfWhatWasDone),

        OfRecords("unanswered_count_up", "The unanswered attempts of a call count up from 1", AttemptRules.UnansweredCountUp),
        OfRecords("first_phase_keeps_to_its_policy", "A first-phase call is attempted no more often than its policy says", AttemptRules.FirstPhaseKeepsToItsPolicy),
        OfRecords("answers_are_to_a_due_attempt", "An answer is to an attempt that was due", AttemptRules.AnswersAreToAnAttemptThatWasDue),
        OfRecords("given_up_counts_its_attempts", "A call that was given up counts the attempts that are recorded of it", AttemptRules.WhatWasGivenUpCountsItsAttempts),
        OfRecords("nobody_is_asked_again", "No attempt stands behind the answer", AttemptRules.NobodyIsAskedAgain),
        OfRecords("stuck_is_earned", "A transaction is stuck only when decided, and after as many attempts or takeovers as its policy says", AttemptRules.StuckIsEarned),
        OfRecords("stuck_names_who_is_silent", "Who is named as stuck has not answered and cannot refuse", AttemptRules.StuckNamesWhoIsSilent),

        OfRecords("by_hand_only_of_the_stuck", "Only a call that is named as stuck is concluded by hand", ByHandRules.OnlyOfTheStuck),
        OfRecords("by_hand_says_who_and_why", "What a person did says who and why, and answers no attempt", ByHandRules.SaysWhoAndWhy),
        OfRecords("pivot_by_hand_through_its_barrier", "A pivot is concluded as refused only through its barrier", ByHandRules.PivotThroughItsBarrier) with { Of = Pattern.Saga },

        OfRecords("one_decision_a_slot", "A slot is decided once", DecisionRules.OneDecisionASlot),
        OfRecords("decisions_fit_their_slot", "A decision is one that its slot and pattern can hold", DecisionRules.DecisionsFitTheirSlot),
        OfRecords("no_commit_without_every_vote", "No commit without every vote", DecisionRules.NoCommitWithoutEveryVote) with { Of = Pattern.TwoPhaseCommit },
        OfRecords("no_confirm_without_every_reservation", "No confirm without every reservation", DecisionRules.NoConfirmWithoutEveryReservation) with { Of = Pattern.Tcc },
        OfRecords("no_going_forward_without_every_step", "No going forward without every compensatable step", DecisionRules.NoGoingForwardWithoutEveryStep) with { Of = Pattern.Saga },
        OfRecords("turning_back_has_a_cause", "Turning back says why, and is over a call that was not done or by somebody outside", DecisionRules.TurningBackHasACause),
        OfRecords("turned_back_only_by_the_refused_pivot", "Turned back only behind the pivot's recorded refusal, and by a driver", DecisionRules.TurnedBackOnlyByTheRefusedPivot) with { Of = Pattern.Saga },
        OfRecords("deadline_turns_back_only_when_passed", "The deadline turns back only when it has passed", DecisionRules.DeadlineTurnsBackOnlyWhenPassed),
        OfRecords("own_records_are_stamped_behind", "No decision, end or other record of the coordinator's own is stamped before what it follows", DecisionRules.OwnRecordsAreStampedBehindWhatTheyFollow),

        OfRecords("answers_echo_their_decision", "Every second-phase answer echoes the hash of the append that holds its decision, which stands before it", TellingRules.AnswersEchoTheirDecision),
        OfRecords("nobody_is_told_before_it_is_decided", "No second-phase call is made before its decision is appended", TellingRules.NobodyIsToldBeforeItIsDecided),
        OfRecords("first_answers_echo_no_decision", "A first-phase answer echoes no decision", TellingRules.FirstAnswersEchoNoDecision),
        OfRecords("confirm_xor_cancel", "Confirm or cancel, never both", TellingRules.ConfirmXorCancel) with { Of = Pattern.Tcc },
        OfRecords("commit_xor_abort", "Commit or abort, never both", TellingRules.CommitXorAbort) with { Of = Pattern.TwoPhaseCommit },

        OfRecords("nothing_is_asked_behind_a_decision", "No first-phase answer stands behind a decision, except as late", OrderRules.NothingIsAskedBehindADecision),
        OfRecords("unasked_only_behind_turning_back", "A call stays unasked only behind a decision that turns back", OrderRules.UnaskedOnlyBehindTurningBack),
        OfRecords("late_only_of_a_given_up_call", "Late is only the yes or no of a first-phase call that was given up", OrderRules.LateOnlyOfAGivenUpCall),
        OfRecords("steps_run_in_order", "A step is asked only when all before it are done", OrderRules.StepsRunInOrder) with { Of = Pattern.Saga },
        OfRecords("what_may_have_run_is_named", "Before anybody is told, every call that may have run has a record", OrderRules.WhatMayHaveRunIsNamed),

        OfRecords("nothing_is_undone_while_going_forward", "Nothing is undone once going_forward stands, except behind turned_back", UndoRules.NothingIsUndoneWhileGoingForward) with { Of = Pattern.Saga },
        OfRecords("only_what_may_have_run_is_undone", "No step is undone that was refused or never reached", UndoRules.OnlyWhatMayHaveRunIsUndone) with { Of = Pattern.Saga },
        OfRecords("undone_in_reverse_order", "Steps are undone in reverse order, a parallel group in any", UndoRules.UndoneInReverseOrder) with { Of = Pattern.Saga },
        OfRecords("whatever_may_have_run_is_undone", "Every step that may have run, and can be undone, is undone before the end", UndoRules.WhateverMayHaveRunIsUndone) with { Of = Pattern.Saga },

        OfRecords("waits_are_defined", "Only steps that wait begin and end rounds, and no more than they have", WaitRules.WaitsAreDefined) with { Of = Pattern.Saga },
        OfRecords("signals_are_given_once", "A signal is one that a step waits for, and is given once", WaitRules.SignalsAreDefinedAndGivenOnce),
        OfRecords("wait_deadlines_are_stated_once", "A round's deadline is its begin plus within_ms, and is stated once", WaitRules.DeadlineIsStatedOnce) with { Of = Pattern.Saga },
        OfRecords("one_winner_a_round", "Of signal and deadline one wins a round", WaitRules.OneWinnerARound) with { Of = Pattern.Saga },
        OfRecords("signalled_only_behind_the_signal", "A round is decided signalled only behind its signal", WaitRules.SignalledOnlyBehindTheSignal) with { Of = Pattern.Saga },
        OfRecords("expired_only_without_a_signal", "A round is decided expired only at its deadline, and when no signal stands before that", WaitRules.ExpiredOnlyWithoutASignal) with { Of = Pattern.Saga },
        OfRecords("rounds_follow_each_other", "A round begins behind the expiry of the one before and the step that escalates it", WaitRules.RoundsFollowEachOther) with { Of = Pattern.Saga },
        OfRecords("escalated_only_behind_an_expiry", "A wait is escalated only behind the expiry of a round", WaitRules.EscalatedOnlyBehindAnExpiry) with { Of = Pattern.Saga },
        OfRecords("waits_answer_as_decided", "A wait answers what its last round was decided to", WaitRules.WaitsAnswerAsTheyWereDecided) with { Of = Pattern.Saga },

        OfRecords("children_are_of_their_call", "A child's id is made of the call of its parent that began it", ChildRules.ChildrenAreOfTheirCall),
        OfRecords("only_a_child_says_how_it_ended", "What a step that waits for a child hears is how that child ended, and refuses it if it was turned back", ChildRules.OnlyAChildSaysHowItEnded) with { Of = Pattern.Saga },
        OfRecords("children_are_undone_as_they_ended", "A child is undone if it was done, and not if it was turned back, and is never opened again", ChildRules.ChildrenAreUndoneAsTheyEnded) with { Of = Pattern.Saga },

        OfRecords("nothing_stands_behind_the_end", "Nothing stands behind the end", EndRules.NothingStandsBehindTheEnd),
        OfRecords("end_fits_the_decision", "The end is the one that was decided", EndRules.EndFitsTheDecision),
        OfRecords("nothing_is_owed_at_the_end", "Everybody who had to be told has answered before the end", EndRules.NothingIsOwedAtTheEnd),

        OfRecords("promise_is_the_patterns", "The promised vector is what the pattern can promise", VectorRules.PromiseIsThePatterns) with { Level = VerificationLevel.Vectors },
    ];

    public static IReadOnlyList<Rule<DocumentClaim>> Document { get; } =
    [
        OfVectors("heuristic_is_said", "A branch that ended otherwise than decided makes the document heuristic, and nothing else does", VectorRules.HeuristicIsSaid),
        OfVectors("achieved_is_what_the_records_show", "The achieved vector is what the records show, and violated where a branch ended otherwise", VectorRules.AchievedIsWhatTheRecordsShow),
        OfVectors("words_are_marked_as_words", "What rests on the participants' word alone is marked as reported", VectorRules.WhatRestsOnWordsIsMarked),

        OfDocument("large_answers_are_whole", "Every large answer is shown, and its SHA-256 is the one in its record", DocumentRules.LargeAnswersAreWhole),
        OfDocument("document_is_what_its_chain_yields", "The document is exactly what its chain yields", DocumentRules.DocumentIsWhatItsChainYields),
    ];

    /// <summary>Level, name and sentence of every rule, in the order in which they are judged; those of aggregates behind those of transactions.</summary>
    public static IEnumerable<(VerificationLevel Level, string Name, string Says)> All =>
        [.. Chain.Append(BeginsWithTheBegin).Append(HeadIsTheEnd).Append(KeptHeadIsExtended).Select(rule => (rule.Level, rule.Name, rule.Says)),
            (RecordsAreKnown.Level, RecordsAreKnown.Name, RecordsAreKnown.Says),
            .. Records.Select(rule => (rule.Level, rule.Name, rule.Says)),
            .. Document.Select(rule => (rule.Level, rule.Name, rule.Says)),
            .. AggregateRulebook.All.Select(rule => (rule.Level, rule.Name, rule.Says)),
            .. LockRulebook.All.Select(rule => (rule.Level, rule.Name, rule.Says))];

    private static Rule<ChainClaim> OfChain(string name, string says, Func<ChainClaim, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Chain, name, says, breaches);

    private static Rule<Testimony> OfRecords(string name, string says, Func<Testimony, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Rules, name, says, breaches);

    private static Rule<DocumentClaim> OfVectors(string name, string says, Func<DocumentClaim, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Vectors, name, says, breaches);

    private static Rule<DocumentClaim> OfDocument(string name, string says, Func<DocumentClaim, IEnumerable<Breach>> breaches) =>
        new(VerificationLevel.Document, name, says, breaches);
}

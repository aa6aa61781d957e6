using System.Text.Json.Nodes;
using static ServerlessTx.Verification.ForgedCalls;

namespace ServerlessTx.Verification;

/// <summary>What a stranger reads of a forged record: which it is, and what is wrong with it, in the words of the rule's every branch.</summary>
public sealed class BreachesInWords
{
    /// <summary>The run that is forged, the rule that has to say so, what it says (nothing where it still holds), and the forger's act.</summary>
    private static readonly Dictionary<string, (string Scenario, string Rule, string Says, Action<ForgedStream> Forge)> Cases = new()
    {
        ["it begins twice"] = ("2pc of one", "begin_stands_once", "record 2: a second begin record: it would arm the deadline again", stream => stream.AppendBehind(stream.Begin, stream.Begin.Copy())),
        ["it is opened twice"] = ("saga scheduled", "nothing_is_asked_before_the_start", "record 3: it was opened before", stream => stream.AppendBehind(Opened(stream), Opened(stream).Copy())),
        ["it is opened too early"] = ("saga scheduled", "nothing_is_asked_before_the_start", "record 2: it is opened and stamped before its start", stream => Opened(stream).Later("at", TimeSpan.FromMinutes(-1))),
        ["it is asked and then opened"] = ("saga scheduled", "nothing_is_asked_before_the_start", "record 2 (a/action): it was asked before its transaction was opened", stream => stream.AppendBehind(stream.Begin, Unanswered("a", "action", 1, stream.Begin))),
        ["it is turned back and then opened"] = ("saga scheduled and cancelled", "nothing_is_asked_before_the_start", "record 3: it was opened behind turning back", stream =>
            stream.AppendBehind(stream.Records("decided").First(), new JsonObject { ["type"] = "opened", ["at"] = stream.Begin.Text("starts_at") })),
        ["it is opened and was not scheduled"] = ("2pc of one", "nothing_is_asked_before_the_start", "record 2: it was not scheduled", stream =>
            stream.AppendBehind(stream.Begin, new JsonObject { ["type"] = "opened", ["at"] = stream.Begin.Text("at") })),
        ["a vote begins with a phase of a saga"] = ("2pc of one", "definition_can_begin", "record 1: branch 'accounts' begins with pivot, which is no part of a two_phase_commit", stream =>
        {
            stream.Definition["branches"]![0]!["phase"] = "pivot";
            stream.Pin();
        }
        ),

        ["stuck with one who had answered"] = ("saga still stuck", "stuck_names_who_is_silent", "record 11: 'ship/pivot' had answered in record 6", stream => Silent(stream).Add("ship/pivot")),
        ["stuck with a call of another pattern"] = ("saga still stuck", "stuck_names_who_is_silent", "record 11: 'mail/confirm' is no second-phase call of this transaction", stream => Silent(stream).Add("mail/confirm")),
        ["stuck with a call of a step that has none such"] = ("saga still stuck", "stuck_names_who_is_silent", "record 11: 'check/undo' is no second-phase call of this transaction", stream => Silent(stream).Add("check/undo")),
        ["stuck with nobody"] = ("saga still stuck", "stuck_names_who_is_silent", "record 11: it names nobody", stream => Silent(stream).Clear()),
        ["stuck before anything is decided"] = ("saga still stuck", "stuck_is_earned", "record 5: it is stuck, and nothing is decided that it could be stuck with", stream => stream.InsertBefore(stream.Records("decided").First(), Stuck(stream.Records("decided").First(), "mail/retriable"))),
        ["stuck with attempts that an answer has ended"] = ("saga stuck in its pivot, then answered", "stuck_is_earned", "record 12: stuck after 4 attempts, of which 0 are recorded; its policy says 4", stream =>
            stream.InsertBehind(stream.Answers("pivot").First(), Stuck(stream.Answers("pivot").First(), "ship/pivot"))),

        ["a hash that is too short"] = ("saga completed", "results_are_of_what_was_done", "record 2 (create/action): its result hash is no SHA-256", stream => FirstAnswer(stream).With("result", null).With("result_hash", new string('a', 63))),
        ["a hash with another letter"] = ("saga completed", "results_are_of_what_was_done", "record 2 (create/action): its result hash is no SHA-256", stream => FirstAnswer(stream).With("result", null).With("result_hash", new string('a', 63) + "g")),
        ["a late no with a result"] = ("saga cancelled, its answer late", "results_are_of_what_was_done", "record 6 (charge/action): it holds a result of something that was not done", stream => LateAnswer(stream).With("verdict", "refused").With("reason", "no").With("result", 1)),
        ["a late answer of nobody"] = ("saga cancelled, its answer late", "branches_are_defined", "record 6 (ghost/action): the definition has no branch 'ghost'", stream => LateAnswer(stream).With("branch", "ghost")),
        ["a late answer to what nobody can be asked"] = ("saga cancelled, its answer late", "phases_fit_the_branch", "record 6 (charge/try): branch 'charge' cannot be asked for try", stream => LateAnswer(stream).With("phase", "try")),
        ["a late answer that knows the decision"] = ("saga cancelled, its answer late", "first_answers_echo_no_decision", "record 6 (charge/action): a first-phase call is told no decision, and this one echoes one", stream => LateAnswer(stream).With("decision", new string('a', 64))),
        ["a late answer of one who knew a newer mode"] = ("saga cancelled, its answer late", "accepted_under_no_older_mode", "record 6 (charge/action): it was accepted under mode 1 by a participant that had been told of mode 2", stream =>
        {
            stream.Begin["mode"] = ForgedBegins.ModeOf("strict");
            LateAnswer(stream).With("mode_told", 2);
        }
        ),
        ["an answer of one who knew this mode"] = ("2pc of one", "accepted_under_no_older_mode", "", stream =>
        {
            stream.Begin["mode"] = ForgedBegins.ModeOf("strict");
            FirstAnswer(stream).With("mode_told", 1);
        }
        ),
        ["a wait that answers late"] = ("saga cancelled while it waited", "late_only_of_a_given_up_call", "record 9 (w/wait): only the yes or no of a first-phase call can be late", stream => stream.AppendBehind(
            stream.Answers("wait").First(),
            new JsonObject { ["type"] = "late", ["answer"] = stream.Answers("wait").First().Copy().With("verdict", "done").With("reason", null).With("attempt", 1), ["at"] = stream.Records("decided").First().Text("at") })),

        ["a signal of a child that is no child's"] = ("saga waited", "only_a_child_says_how_it_ended", "record 7: no child gives this signal", stream => stream.Records("signalled").First()["child"] = ForgedChildren.End()),
        ["somebody's word for how a child ended"] = ("parent completed", "only_a_child_says_how_it_ended", "record 3: only the child of 'order_it' gives this signal", stream => stream.Records("signalled").First().With("child", null)),
        ["a child whose id is longer"] = ("parent completed", "children_are_of_their_call", "record 4 (order_it/action): fe62d6847f000-00-1402f0b04f2b47b55ac0 is not the child of 'order_it'", stream => Begun(stream)["transaction_id"] = Begun(stream).Text("transaction_id").Insert(12, "0")),
        ["a child of another moment"] = ("parent completed", "children_are_of_their_call", "record 4 (order_it/action): 0062d6847f00-00-1402f0b04f2b47b55ac0 is not the child of 'order_it'", stream => Begun(stream)["transaction_id"] = "00" + Begun(stream).Text("transaction_id")[2..]),

        ["turned back at its very deadline"] = ("saga turned back by its deadline", "deadline_turns_back_only_when_passed", "", stream => stream.Records("decided").First().With("at", stream.Begin.Text("deadline"))),
        ["given up before what it follows"] = ("saga compensated by silence", "own_records_are_stamped_behind", "record 7 (charge/action): it is stamped before a record that it follows", stream => stream.Records("answered").First(answer => answer.Is("verdict", "unknown")).Later("at", TimeSpan.FromSeconds(-1))),
        ["decided before the newest of answers in disorder"] = ("2pc committed", "own_records_are_stamped_behind", "record 5: it is stamped before a record that it follows", stream =>
        {
            stream.Answers("prepare").Last().Later("at", TimeSpan.FromHours(-2));
            stream.Records("decided").First().Later("at", TimeSpan.FromHours(-1));
        }
        ),

        ["a vote that nothing is recorded of"] = ("2pc aborted from outside", "what_may_have_run_is_named", "record 8 (accounts/abort): nothing is recorded of ledger/prepare, which may have run", stream => stream.Remove(stream.All.Where(record => record["branch"] is not null && record.Is("branch", "ledger") && record.Is("phase", "prepare")))),
        ["one of a group that nothing is recorded of"] = ("parallel saga refused in its group", "what_may_have_run_is_named", "record 7 (c/undo): nothing is recorded of d/action, which may have run", stream => stream.Remove(stream.All.Where(record => record["branch"] is not null && record.Is("branch", "d")))),
        ["an escalation that nothing is recorded of"] = ("saga cancelled while it waited", "what_may_have_run_is_named", "record 8 (a/undo): nothing is recorded of next_2/action, which may have run", stream => stream.Remove(stream.All.Where(record => record["branch"] is not null && record.Is("branch", "next_2")))),
        ["an undo of what was never reached"] = ("saga compensated at its first step", "only_what_may_have_run_is_undone", "record 5 (charge/undo): the step that it undoes was never reached", stream => Undo(stream, "charge")),
        ["an undo of what was refused"] = ("saga compensated at its first step", "only_what_may_have_run_is_undone", "record 5 (create/undo): the step that it undoes was refused: nothing of it was done", stream => Undo(stream, "create")),

        ["a round that never began expires"] = ("saga waited in vain", "expired_only_without_a_signal", "record 3: it is decided expired, and the round had not begun", stream => stream.Remove(stream.Records("wait_began").First())),
        ["a second round expires too early"] = ("saga waited in vain", "expired_only_without_a_signal", "record 7: it is decided expired, and stamped before the round's deadline", stream => Expiry(stream, 2).With("at", Round(stream, 2).Text("deadline")).Later("at", TimeSpan.FromMilliseconds(-1))),
        ["a second round expires in time"] = ("saga waited in vain", "expired_only_without_a_signal", "", stream => Expiry(stream, 2).With("at", Round(stream, 2).Text("deadline"))),
        ["a round behind one that did not expire"] = ("saga waited in vain", "rounds_follow_each_other", "record 5: round 1 had not expired\nrecord 6: round 1 had not expired", stream => stream.Remove(Expiry(stream, 1))),
        ["an escalation of what did not expire"] = ("saga waited in vain", "escalated_only_behind_an_expiry", "record 4 (next_2/action): round 1 of 'w' had not expired", stream => stream.Remove(Expiry(stream, 1))),
        ["a round that its step did not begin"] = ("saga waited in vain", "rounds_follow_each_other", "record 8: 'next_3' had not begun the round\nrecord 9: 'next_3' had not begun the round", stream => stream.Remove(stream.Answers("action").First(answer => answer.Is("branch", "next_3")))),
        ["an answer that nothing decided"] = ("saga waited", "waits_answer_as_decided", "record 8 (w/wait): it answers, and nothing is decided of it\nrecord 9 (x/wait): it answers, and nothing is decided of it", stream => stream.Remove(stream.Records("wait_decided"))),
        ["a round more than there are"] = ("saga waited in vain", "waits_are_defined", "record 10: 'w' has 3 rounds, and this is round 4", stream => Expiry(stream, 3).With("round", 4)),
        ["a step that does not wait expires"] = ("saga waited in vain", "waits_are_defined", "record 10: 'a' is no step that waits", stream => Expiry(stream, 3).With("branch", "a")),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forged_record_is_named_in_words_that_say_what_is_wrong(string name)
    {
        var (scenario, rule, says, forge) = Cases[name];
        var stream = new ForgedStream(Played.Of(scenario));
        forge(stream);
        var finding = EvidenceVerifier.Verify(stream.Seal().Appends).Findings.Single(finding => finding.Rule == rule);
        Assert.Equal((says.Length == 0 ? FindingState.Holds : FindingState.Broken, says), (finding.State, string.Join('\n', finding.Breaches)));
    }

    private static JsonObject Opened(ForgedStream stream) => stream.Records("opened").First();

    private static JsonArray Silent(ForgedStream stream) => stream.Records("stuck").First()["silent"]!.AsArray();

    private static JsonObject Stuck(JsonObject behind, string call) =>
        new() { ["type"] = "stuck", ["silent"] = new JsonArray(call), ["attempts"] = 4, ["at"] = behind.Text("at") };

    private static JsonObject FirstAnswer(ForgedStream stream) => stream.Records("answered").First();

    private static JsonObject LateAnswer(ForgedStream stream) => stream.Records("late").First()["answer"]!.AsObject();

    private static JsonObject Begun(ForgedStream stream) => stream.Answers("action").First(answer => answer.Is("branch", "order_it"))["result"]!.AsObject();

    private static void Undo(ForgedStream stream, string branch)
    {
        var decided = stream.Records("decided").First();
        var undo = new JsonObject { ["type"] = "answered", ["branch"] = branch, ["phase"] = "undo", ["verdict"] = "done", ["attempt"] = 1, ["at"] = decided.Text("at") };
        stream.AppendBehind(decided, undo);
        stream.Echoes[undo] = stream.AppendOf(decided);
    }

    private static JsonObject Round(ForgedStream stream, int round) => stream.Records("wait_began").First(began => began.Is("branch", "w") && began.Number("round") == round);

    private static JsonObject Expiry(ForgedStream stream, int round) => stream.Records("wait_decided").First(decided => decided.Is("branch", "w") && decided.Number("round") == round);
}

using System.Text.Json.Nodes;
using static ServerlessTx.Verification.ForgedCalls;

namespace ServerlessTx.Verification;

/// <summary>Forged decisions, and what is told, undone and left out behind them.</summary>
internal static class ForgedDecisions
{
    private static readonly string[] First = ["action", "try", "prepare"];
    private static readonly string[] Second = ["undo", "pivot", "retriable", "confirm", "cancel", "commit", "abort"];
    private static readonly string[] Back = ["compensating", "cancel", "abort"];

    public static IEnumerable<Forgery> All =>
    [
        OfEach("one_decision_a_slot", "it is decided twice", stream => stream.Records("decided"), (stream, decided) => stream.InsertBehind(decided, decided.Copy())),
        OfEach("one_decision_a_slot", "it is decided otherwise later", stream => stream.Records("decided"), (stream, decided) => stream.AppendBehind(decided, decided.Copy().With("reason", "second_thoughts").With("by", "operator").With("decision", Opposite(decided)))),
        OfEach("decisions_fit_their_slot", "it is decided in a slot of another pattern", stream => stream.Records("decided").Where(decided => !decided.Is("slot", "turned_back")), (stream, decided) => decided.With("slot", stream.Pattern == "saga" ? "outcome" : "direction")),
        OfEach("no_commit_without_every_vote", "a vote was no", stream => Decided(stream, "commit") ? stream.Answers("prepare") : [], (_, vote) => Refuse(vote)),
        OfEach("no_commit_without_every_vote", "a vote is missing", stream => Decided(stream, "commit") ? stream.Answers("prepare") : [], (stream, vote) => stream.Remove(vote)),
        OfEach("no_confirm_without_every_reservation", "nothing was reserved", stream => Decided(stream, "confirm") ? stream.Answers("try") : [], (_, reserved) => Refuse(reserved)),
        OfEach("no_confirm_without_every_reservation", "a reservation comes behind the decision", stream => Decided(stream, "confirm") ? stream.Answers("try") : [], (stream, reserved) => { stream.Remove(reserved); stream.AppendBehind(stream.Records("decided").First(), reserved); }),
        OfEach("no_going_forward_without_every_step", "a step was refused", stream => Decided(stream, "going_forward") ? stream.Answers("action") : [], (_, step) => Refuse(step)),
        OfEach("no_going_forward_without_every_step", "a step is missing", stream => Decided(stream, "going_forward") ? stream.Answers("action") : [], (stream, step) => stream.Remove(stream.Records("unanswered").Where(other => other.Call() == step.Call()).Append(step))),
        OfEach("turning_back_has_a_cause", "it does not say why", TurningBack, (_, decided) => decided.With("reason", null)),
        OfEach("turning_back_has_a_cause", "it does not say who", stream => TurningBack(stream).Where(decided => decided["by"] is not null), (_, decided) => decided.With("by", null)),
        OfEach("turned_back_only_by_the_refused_pivot", "an operator turns it back", stream => stream.Records("decided").Where(decided => decided.Is("slot", "turned_back")), (_, decided) => decided.With("by", "operator")),
        OfEach("turned_back_only_by_the_refused_pivot", "the pivot had not refused", stream => stream.Records("decided").Where(decided => decided.Is("slot", "turned_back")), (stream, _) => stream.Answers("pivot").First().With("verdict", "done").With("reason", null)),
        OfEach("deadline_turns_back_only_when_passed", "it is turned back a moment before its deadline", stream => stream.Records("decided").Where(decided => decided.Is("reason", "deadline_passed") && decided.Is("by", "deadline")), (stream, decided) => decided.With("at", stream.Begin.Text("deadline")).Later("at", TimeSpan.FromMilliseconds(-1))),
        OfEach("own_records_are_stamped_behind", "a decision is older than what it follows", stream => stream.Records("decided").Concat(stream.Records("ended")).Concat(stream.Records("stuck")).Where(record => !record.Is("reason", "deadline_passed")), (_, record) => record.Later("at", TimeSpan.FromDays(-1))),

        OfEach("answers_echo_their_decision", "it echoes nothing", stream => stream.Answers(Second), (stream, answer) => { stream.Echoes.Remove(answer); answer.Remove("decision"); }),
        OfEach("answers_echo_their_decision", "it echoes a hash of nothing", stream => stream.Answers(Second), (stream, answer) => { stream.Echoes.Remove(answer); answer["decision"] = new string('0', 64); }),
        OfEach("answers_echo_their_decision", "it echoes the begin", stream => stream.Answers(Second), (stream, answer) => stream.Echoes[answer] = stream.Appends[0]),
        OfEach("answers_echo_their_decision", "an undo echoes that it was going forward", stream => stream.Records("decided").Any(decided => decided.Is("slot", "turned_back")) ? stream.Answers("undo") : [], (stream, undo) => stream.Echoes[undo] = stream.AppendOf(stream.Records("decided").First())),
        OfEach("answers_echo_their_decision", "it answers in the append that decides", stream => stream.Answers(Second).Where(answer => stream.Records("unanswered").All(other => other.Call() != answer.Call())).Take(1), (stream, answer) => { stream.Remove(answer); stream.Echoes[answer].Add(answer); }),
        OfEach("nobody_is_told_before_it_is_decided", "it is told in the append that decides", stream => stream.Answers(Second).Where(answer => stream.Records("unanswered").All(other => other.Call() != answer.Call())), (stream, answer) => stream.Echoes[answer].Add(Unanswered(answer.Text("branch"), answer.Text("phase"), 1, stream.Echoes[answer][^1]))),
        OfEach("nobody_is_told_before_it_is_decided", "it is told at once", stream => stream.Answers(Second).Where(answer => stream.Records("unanswered").All(other => other.Call() != answer.Call())), (stream, answer) => stream.AppendBehind(stream.Begin, Unanswered(answer.Text("branch"), answer.Text("phase"), 1, stream.Begin))),
        OfEach("first_answers_echo_no_decision", "a first-phase answer knows the decision", stream => stream.Answers(First).Concat(stream.Records("late").Select(late => late["answer"]!.AsObject())), (_, answer) => answer["decision"] = new string('a', 64)),
        OfEach("confirm_xor_cancel", "one is told the opposite", stream => Several(stream.Answers("confirm", "cancel")), Turn),
        OfEach("commit_xor_abort", "one is told the opposite", stream => Several(stream.Answers("commit", "abort")), Turn),

        OfEach("nothing_is_asked_behind_a_decision", "a late answer is made a fact", stream => stream.Records("late"), (stream, late) =>
        {
            var answer = late["answer"]!.AsObject();
            stream.Remove(stream.Records("answered").First(other => other.Call() == answer.Call()));
            stream.InsertBehind(late, answer.Copy().With("type", "answered"));
            stream.Remove(late);
        }),
        OfEach("nothing_is_asked_behind_a_decision", "it is asked behind the decision", stream => stream.Records("decided").Take(1), (stream, decided) =>
            stream.AppendBehind(decided, Unanswered(stream.Definition["branches"]![0]!["branch"]!.GetValue<string>(), stream.Pattern == "saga" ? "action" : stream.Pattern == "tcc" ? "try" : "prepare", 1, decided))),
        OfEach("unasked_only_behind_turning_back", "what was asked in vain counts as not asked", stream => stream.Records("answered").Where(answer => answer.Is("verdict", "unknown")), (_, answer) => answer.With("verdict", "unasked")),
        OfEach("late_only_of_a_given_up_call", "a late answer comes in time", stream => stream.Records("late"), (stream, late) => { stream.Remove(late); stream.InsertBehind(stream.Begin, late); }),
        OfEach("late_only_of_a_given_up_call", "a call that answered answers late", stream => TurningBack(stream).SelectMany(decided => stream.Answers(First).Where(answer => answer.Is("verdict", "done"))), (stream, answer) => stream.AppendBehind(TurningBack(stream).First(), new JsonObject { ["type"] = "late", ["answer"] = answer.Copy().With("type", null), ["at"] = answer.Text("at") })),
        OfEach("late_only_of_a_given_up_call", "silence comes late", stream => stream.Records("late").Select(late => late["answer"]!.AsObject()), (_, answer) => answer.With("verdict", "heuristic").With("result", null).With("reason", "?")),
        OfEach("steps_run_in_order", "two steps change places", stream => stream.Pattern == "saga" ? Done(stream, "action", "pivot", "retriable").SkipLast(1).Where(step => GroupOf(stream, step) != GroupOf(stream, Next(stream, step)) && stream.Records("unanswered").All(other => other.Call() != step.Call() && other.Call() != Next(stream, step).Call())) : [], (stream, step) => stream.Swap(step, Next(stream, step))),
        OfEach("steps_run_in_order", "a step is asked too early", stream => stream.Pattern == "saga" ? stream.Definition["branches"]!.AsArray().Select(branch => branch!.AsObject()).Where(branch => branch.Is("phase", "action") && branch["group"]!.GetValue<int>() > 1) : [], (stream, branch) => stream.AppendBehind(stream.Begin, Unanswered(branch.Text("branch"), "action", 1, stream.Begin))),
        OfEach("what_may_have_run_is_named", "what may have run is not named", stream => stream.Records("ended").Any() ? stream.Records("answered").Where(answer => answer.Is("verdict", "unasked")) : [], (stream, answer) => stream.Remove(stream.All.Where(other => OfBranch(other, answer.Text("branch")) && (stream.Pattern == "saga" || !other.Is("type", "answered") || ReferenceEquals(other, answer))))),

        OfEach("nothing_is_undone_while_going_forward", "a step is undone after all", stream => Decided(stream, "going_forward") && stream.Records("ended").Any() && !stream.Records("decided").Skip(1).Any() ? Done(stream, "action") : [], (stream, step) =>
        {
            var undo = step.Copy().With("phase", "undo").With("attempt", 1).With("result", null).With("result_hash", null);
            stream.AppendBehind(stream.Records("decided").First(), undo);
            stream.Echoes[undo] = stream.AppendOf(stream.Records("decided").First());
        }),
        OfEach("nothing_is_undone_while_going_forward", "turned_back is taken away", stream => stream.Answers("undo").Any() ? stream.Records("decided").Where(decided => decided.Is("slot", "turned_back")) : [], (stream, decided) => stream.Remove(decided)),
        new("only_what_may_have_run_is_undone", "what was never done is undone", stream => Decided(stream, "compensating") && stream.Records("ended").Any()
            ? stream.Definition["branches"]!.AsArray().Select(branch => branch!.AsObject())
                .Where(branch => branch["undo"] is not null && stream.Answers("action").All(answer => !answer.Is("branch", branch.Text("branch")) || answer.Is("verdict", "refused")))
                .ToList().Select<JsonObject, Action>(branch => () =>
                {
                    var decided = stream.Records("decided").First(decided => decided.Is("decision", "compensating"));
                    var undo = new JsonObject { ["type"] = "answered", ["branch"] = branch.Text("branch"), ["phase"] = "undo", ["verdict"] = "done", ["attempt"] = 1, ["at"] = decided.Text("at") };
                    stream.AppendBehind(decided, undo);
                    stream.Echoes[undo] = stream.AppendOf(decided);
                    if (stream.AppendOf(decided).FirstOrDefault(record => record.Is("type", "ended")) is { } end)
                    {
                        stream.Remove(end);
                        stream.AppendBehind(undo, end);
                    }
                }) : []),
        OfEach("undone_in_reverse_order", "two undos change places", stream => stream.Answers("undo").SkipLast(1).Where(undo => GroupOf(stream, undo) != GroupOf(stream, NextUndo(stream, undo)) && stream.Records("unanswered").All(other => !other.Is("phase", "undo"))), (stream, undo) => stream.Swap(undo, NextUndo(stream, undo))),
        OfEach("whatever_may_have_run_is_undone", "an undo is left out", stream => stream.Records("ended").Any() ? stream.Answers("undo") : [], (stream, undo) => stream.Remove(stream.Records("unanswered").Where(other => other.Call() == undo.Call()).Append(undo))),
    ];

    private static bool Decided(ForgedStream stream, string decision) => stream.Records("decided").Any(decided => decided.Is("decision", decision));

    private static IEnumerable<JsonObject> TurningBack(ForgedStream stream) => stream.Records("decided").Where(decided => Back.Contains(decided.Text("decision")));

    private static IEnumerable<JsonObject> Done(ForgedStream stream, params string[] phases) => stream.Answers(phases).Where(answer => answer.Is("verdict", "done"));

    private static IEnumerable<JsonObject> Several(IEnumerable<JsonObject> answers) => answers.Count() > 1 ? answers : [];

    private static void Refuse(JsonObject answer) => answer.With("verdict", "refused").With("reason", "no").With("result", null).With("result_hash", null);

    private static void Turn(ForgedStream stream, JsonObject answer) => answer["phase"] = answer.Text("phase") switch { "confirm" => "cancel", "cancel" => "confirm", "commit" => "abort", _ => "commit" };

    private static string Opposite(JsonObject decided) => decided.Text("decision") switch
    {
        "commit" => "abort",
        "abort" => "commit",
        "confirm" => "cancel",
        "cancel" => "confirm",
        "compensating" => "going_forward",
        _ => "compensating",
    };

    private static int GroupOf(ForgedStream stream, JsonObject answer) =>
        stream.Definition["branches"]!.AsArray().Select(branch => branch!.AsObject()).First(branch => branch.Is("branch", answer.Text("branch")))["group"]!.GetValue<int>();

    private static JsonObject Next(ForgedStream stream, JsonObject step) =>
        Done(stream, "action", "pivot", "retriable").SkipWhile(other => !ReferenceEquals(other, step)).Skip(1).First();

    private static JsonObject NextUndo(ForgedStream stream, JsonObject undo) =>
        stream.Answers("undo").SkipWhile(other => !ReferenceEquals(other, undo)).Skip(1).First();

    private static bool OfBranch(JsonObject record, string branch) => (record["answer"]?.AsObject() ?? record).Is("branch", branch);
}

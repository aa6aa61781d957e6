using System.Text.Json.Nodes;

namespace ServerlessTx.Verification;

/// <summary>Forged answers and attempts.</summary>
internal static class ForgedCalls
{
    private static readonly string[] First = ["action", "try", "prepare"];
    private static readonly string[] Second = ["undo", "pivot", "retriable", "confirm", "cancel", "commit", "abort"];
    private static readonly string[] CannotRefuse = [.. Second.Where(phase => phase != "pivot")];

    public static JsonObject Unanswered(string branch, string phase, int attempt, JsonObject behind) => new()
    {
        ["type"] = "unanswered",
        ["branch"] = branch,
        ["phase"] = phase,
        ["attempt"] = attempt,
        ["error"] = "no answer",
        ["at"] = behind.Text("at"),
    };

    public static IEnumerable<Forgery> All =>
    [
        OfEach("one_answer_a_call", "a call is answered twice", stream => stream.Records("answered"), (stream, answer) => stream.InsertBehind(answer, Echoing(stream, answer, answer.Copy()))),
        OfEach("one_answer_a_call", "a call is answered otherwise later", stream => stream.Records("answered").SkipLast(1), (stream, answer) =>
            stream.InsertBehind(stream.Records("answered").Last(), Echoing(stream, answer, answer.Copy().With("at", "2027-01-01T00:00:00.000Z").With("result", null)))),
        OfEach("only_who_may_refuse_refuses", "one who cannot refuse refuses", stream => Done(stream, CannotRefuse), (_, answer) => answer.With("verdict", "refused").With("reason", "no").With("result", null).With("result_hash", null)),
        OfEach("only_who_may_refuse_refuses", "a refusal gives no reason", stream => stream.Records("answered").Where(answer => answer.Is("verdict", "refused")), (_, answer) => answer.With("reason", null)),
        OfEach("only_who_cannot_refuse_ends_otherwise", "one who may refuse ends otherwise", stream => Done(stream, [.. First, "pivot"]), (_, answer) => answer.With("verdict", "heuristic").With("reason", "no").With("result", null).With("result_hash", null)),
        OfEach("only_who_cannot_refuse_ends_otherwise", "it ended otherwise and does not say how", stream => stream.Records("answered").Where(answer => answer.Is("verdict", "heuristic")), (_, answer) => answer.With("reason", null)),
        OfEach("only_first_phase_is_given_up", "one who has to be asked until it answers is given up", stream => Done(stream, Second), (_, answer) => answer.With("verdict", "unknown").With("attempt", answer.Number("attempt") - 1).With("result", null).With("result_hash", null)),
        OfEach("results_are_of_what_was_done", "what was not done has a result", stream => stream.Records("answered").Where(answer => !answer.Is("verdict", "done")), (_, answer) => answer.With("result", new JsonObject { ["ok"] = true })),
        OfEach("results_are_of_what_was_done", "a result stands twice", stream => stream.Records("answered").Where(answer => answer["result"] is not null), (_, answer) => answer.With("result_hash", new string('a', 64))),
        OfEach("results_are_of_what_was_done", "a result stands under no hash", stream => Done(stream, [.. First, .. Second]), (_, answer) => answer.With("result", null).With("result_hash", "somewhere")),

        OfEach("accepted_under_no_older_mode", "an answer speaks of a mode where there is none", stream => Done(stream, First), (_, answer) => answer["mode_told"] = 1),
        OfEach("accepted_under_no_older_mode", "it was accepted by one who had been told of a newer mode", stream => Done(stream, First), (stream, answer) =>
        {
            stream.Begin["mode"] = ForgedBegins.ModeOf("strict");
            answer["mode_told"] = 2;
        }),

        OfEach("unanswered_count_up", "an attempt is left out", stream => stream.Records("unanswered"), (_, unanswered) => unanswered.With("attempt", unanswered.Number("attempt") + 1)),
        OfEach("unanswered_count_up", "an attempt is taken away", stream => stream.Records("unanswered").Where(unanswered => stream.Records("unanswered").Any(later => later.Call() == unanswered.Call() && later.Number("attempt") > unanswered.Number("attempt"))), (stream, unanswered) => stream.Remove(unanswered)),
        OfEach("first_phase_keeps_to_its_policy", "it was tried once more than allowed", stream => stream.Records("answered").Where(answer => First.Contains(answer.Text("phase")) && answer.Is("verdict", "unknown") && answer.Number("attempt") == Most(stream)), (stream, answer) =>
        {
            stream.InsertBefore(answer, Unanswered(answer.Text("branch"), answer.Text("phase"), Most(stream) + 1, answer));
            answer["attempt"] = Most(stream) + 1;
        }),
        OfEach("answers_are_to_a_due_attempt", "it answers an attempt that was not made", stream => Answered(stream), (stream, answer) => answer.With("attempt", stream.Records("stuck").Any() ? 0 : answer.Number("attempt") + 1)),
        OfEach("answers_are_to_a_due_attempt", "a late answer answers nothing", stream => stream.Records("late").Select(late => late["answer"]!.AsObject()), (_, answer) => answer.With("attempt", 0)),
        OfEach("given_up_counts_its_attempts", "it was given up after other attempts than are recorded", stream => GivenUp(stream), (_, answer) => answer.With("attempt", answer.Number("attempt") == 0 ? 1 : answer.Number("attempt") - 1)),
        OfEach("given_up_counts_its_attempts", "the last attempt is taken away", stream => GivenUp(stream).Where(answer => answer.Number("attempt") > 0), (stream, answer) => stream.Remove(stream.Records("unanswered").Last(unanswered => unanswered.Call() == answer.Call()))),
        OfEach("nobody_is_asked_again", "it was asked again behind its answer", stream => Answered(stream), (stream, answer) => stream.InsertBehind(answer, Unanswered(answer.Text("branch"), answer.Text("phase"), stream.Records("unanswered").Count(unanswered => unanswered.Call() == answer.Call()) + 1, answer))),
        OfEach("stuck_is_earned", "it is stuck before its time", stream => stream.Records("unanswered").Where(unanswered => Second.Contains(unanswered.Text("phase")) && unanswered.Number("attempt") == 1), (stream, unanswered) => stream.InsertBehind(unanswered, Stuck(unanswered, 4, unanswered.Call()))),
        OfEach("stuck_is_earned", "its attempts are fewer", stream => stream.Records("stuck"), (_, stuck) => stuck.With("attempts", 1)),
        OfEach("stuck_is_earned", "it is stuck undecided", stream => stream.Records("decided").Take(1).Where(decided => decided.Is("decision", "going_forward")), (stream, decided) =>
            stream.InsertBefore(decided, Stuck(decided, 4, stream.Definition["branches"]!.AsArray().Select(branch => branch!.AsObject()).FirstOrDefault(branch => !branch.Is("phase", "action"))?.Call() ?? "a/undo"))),
        OfEach("stuck_names_who_is_silent", "it is stuck with nobody", stream => stream.Records("stuck"), (_, stuck) => stuck.With("silent", new JsonArray())),
        OfEach("stuck_names_who_is_silent", "it is stuck with somebody else as well", stream => stream.Records("stuck"), (_, stuck) => stuck["silent"]!.AsArray().Add("ghost/commit")),
        OfEach("stuck_names_who_is_silent", "it is stuck with one who has answered", stream => stream.Records("stuck"), (stream, stuck) => stuck["silent"]!.AsArray().Add(stream.Records("answered").First().Call())),

        OfEach("by_hand_only_of_the_stuck", "an answer is made a person's", stream => Done(stream, Second).Where(answer => stream.Records("stuck").All(stuck => !stuck["silent"]!.AsArray().Any(name => name!.GetValue<string>() == answer.Call()))), (_, answer) => answer.With("attempt", 0).With("by_hand", ByHand("ann", "because", "none"))),
        OfEach("by_hand_says_who_and_why", "nobody did it", ByHand, (_, answer) => answer["by_hand"]!["by"] = ""),
        OfEach("by_hand_says_who_and_why", "it was done for no reason", ByHand, (_, answer) => answer["by_hand"]!["why"] = " "),
        OfEach("by_hand_says_who_and_why", "it answers an attempt", ByHand, (_, answer) => answer["attempt"] = 1),
        OfEach("by_hand_says_who_and_why", "it is asked again for no reason", stream => stream.Records("retry_requested"), (_, retry) => retry["reason"] = ""),
        OfEach("pivot_by_hand_through_its_barrier", "the pivot's barrier was not written", stream => ByHand(stream).Where(answer => answer.Is("phase", "pivot")), (_, answer) => answer["by_hand"]!["barrier"] = "none"),

        OfEach("nothing_stands_behind_the_end", "somebody goes on behind the end", stream => stream.Records("ended"), (stream, end) => stream.AppendBehind(end, new JsonObject { ["type"] = "taken_over", ["by"] = "nobody", ["at"] = end.Text("at") })),
        OfEach("nothing_stands_behind_the_end", "it ends again", stream => stream.Records("ended"), (stream, end) => stream.InsertBehind(end, end.Copy())),
        OfEach("nothing_is_owed_at_the_end", "one who had to be told was not", stream => stream.Records("ended").Any() ? Done(stream, ["pivot", "retriable", "confirm", "cancel", "commit", "abort"]) : [], (stream, answer) => stream.Remove(stream.Records("unanswered").Where(other => other.Call() == answer.Call()).Append(answer))),
        OfEach("end_fits_the_decision", "it ended otherwise than decided", stream => stream.Records("ended"), (_, end) => end.With("status", end.Text("status") switch { "completed" => "compensated", "compensated" => "completed", "committed" => "aborted", "aborted" => "committed", "confirmed" => "cancelled", _ => "confirmed" })),
        OfEach("end_fits_the_decision", "it ended running", stream => stream.Records("ended"), (_, end) => end.With("status", "running")),
    ];

    public static Forgery OfEach(string rule, string what, Func<ForgedStream, IEnumerable<JsonObject>> records, Action<ForgedStream, JsonObject> forge) =>
        new(rule, what, stream => records(stream).ToList().Select<JsonObject, Action>(record => () => forge(stream, record)));

    /// <summary>A copy that echoes what the original does.</summary>
    public static JsonObject Echoing(ForgedStream stream, JsonObject answer, JsonObject copy)
    {
        if (stream.Echoes.TryGetValue(answer, out var echoed))
            stream.Echoes[copy] = echoed;
        return copy;
    }

    private static IEnumerable<JsonObject> ByHand(ForgedStream stream) => stream.Records("answered").Where(answer => answer["by_hand"] is not null);

    private static JsonObject ByHand(string by, string why, string barrier) => new() { ["by"] = by, ["why"] = why, ["barrier"] = barrier };

    private static JsonObject Stuck(JsonObject behind, int attempts, string call) =>
        new() { ["type"] = "stuck", ["silent"] = new JsonArray(call), ["attempts"] = attempts, ["at"] = behind.Text("at") };

    private static int Most(ForgedStream stream) => stream.Definition["policy"]!["attempts"]!.GetValue<int>();

    private static IEnumerable<JsonObject> Answered(ForgedStream stream) => stream.Records("answered").Where(answer => !answer.Is("phase", "wait") && answer["by_hand"] is null && !answer.Is("verdict", "unknown") && !answer.Is("verdict", "unasked"));

    private static IEnumerable<JsonObject> GivenUp(ForgedStream stream) => stream.Records("answered").Where(answer => answer.Is("verdict", "unknown") || answer.Is("verdict", "unasked"));

    private static IEnumerable<JsonObject> Done(ForgedStream stream, string[] phases) => stream.Answers(phases).Where(answer => answer.Is("verdict", "done"));
}

using System.Text.Json.Nodes;
using static ServerlessTx.Verification.ForgedCalls;

namespace ServerlessTx.Verification;

/// <summary>Forged waits: deadlines armed again, races with two winners, answers that nobody gave.</summary>
internal static class ForgedWaits
{
    public static IEnumerable<Forgery> All =>
    [
        OfEach("nothing_is_asked_before_the_start", "its moment never came", stream => stream.Records("opened"), (stream, opened) => stream.Remove(opened)),
        OfEach("nothing_is_asked_before_the_start", "it is opened a moment too early", stream => stream.Records("opened"), (stream, opened) => opened.With("at", stream.Begin.Text("starts_at")).Later("at", TimeSpan.FromMilliseconds(-1))),
        OfEach("waits_are_defined", "a step that does not wait waits", Began, (stream, began) => stream.InsertBehind(began, began.Copy().With("branch", "a").With("deadline", began.Text("deadline")))),
        OfEach("waits_are_defined", "a round more than there are", stream => Expired(stream).Where(decided => decided.Number("round") == 3), (_, decided) => decided.With("round", 4)),
        OfEach("signals_are_given_once", "a signal is given again", stream => stream.Records("signalled"), (stream, signalled) => stream.InsertBehind(signalled, signalled.Copy())),
        OfEach("signals_are_given_once", "a signal that nobody waits for is given", Began, (stream, began) => stream.InsertBehind(began, Signal(began, "payment_made"))),
        OfEach("signals_are_given_once", "a signal says yes and no", stream => stream.Records("signalled").Where(signalled => signalled["rejected"] is not null), (_, signalled) => signalled["result"] = 1),
        OfEach("wait_deadlines_are_stated_once", "a driver arms the deadline again", Began, (stream, began) => stream.AppendBehind(began, began.Copy())),
        OfEach("wait_deadlines_are_stated_once", "the deadline is a second later", Began, (_, began) => began.Later("deadline", TimeSpan.FromSeconds(1))),
        OfEach("one_winner_a_round", "a round is decided twice", Decided, (stream, decided) => stream.InsertBehind(decided, decided.Copy())),
        OfEach("signalled_only_behind_the_signal", "a signal is taken away", stream => stream.Records("signalled").Where(signalled => WasHeard(stream, signalled)), (stream, signalled) => stream.Remove(signalled)),
        OfEach("expired_only_without_a_signal", "a signal that stood before is passed over", stream => Expired(stream).Where(decided => !stream.Records("signalled").Any(signal => signal.Is("signal", "accepted"))).Take(1), (stream, decided) => stream.InsertBefore(decided, Signal(decided, "accepted"))),
        OfEach("expired_only_without_a_signal", "a round expires before its deadline", stream => Expired(stream), (stream, decided) => decided.With("at", BeganOf(stream, decided).Text("at"))),
        OfEach("rounds_follow_each_other", "a round begins that nobody escalated to", stream => stream.Records("answered").Where(answer => answer.Text("branch").StartsWith("next_", StringComparison.Ordinal) && answer.Is("phase", "action") && answer.Is("verdict", "done")), (_, answer) => answer.With("verdict", "refused").With("result", null).With("reason", "no")),
        OfEach("rounds_follow_each_other", "a round begins while the one before lasts", stream => Began(stream).Where(began => began.Number("round") > 1), (stream, began) => { stream.Remove(began); stream.InsertBehind(Began(stream).First(), began); }),
        OfEach("escalated_only_behind_an_expiry", "somebody else is asked too early", stream => Expired(stream).Where(decided => stream.Records("answered").Any(answer => answer.Is("branch", $"next_{decided.Number("round") + 1}"))), (stream, decided) => stream.Remove(decided)),
        OfEach("waits_answer_as_decided", "an answer that nobody gave", stream => Answers(stream).Where(answer => answer.Is("reason", "no_accepted")), (_, answer) => answer.With("reason", "no_luck")),
        OfEach("waits_answer_as_decided", "what was refused is done", stream => Answers(stream).Where(answer => answer.Is("verdict", "refused")), (_, answer) => answer.With("verdict", "done").With("reason", null)),
        OfEach("waits_answer_as_decided", "it answers an attempt", Answers, (_, answer) => answer.With("attempt", 1)),
    ];

    private static IEnumerable<JsonObject> Began(ForgedStream stream) => stream.Records("wait_began");

    private static IEnumerable<JsonObject> Decided(ForgedStream stream) => stream.Records("wait_decided");

    private static IEnumerable<JsonObject> Expired(ForgedStream stream) => Decided(stream).Where(decided => decided.Is("outcome", "expired"));

    private static IEnumerable<JsonObject> Answers(ForgedStream stream) => stream.Answers("wait").Where(answer => answer.Is("verdict", "done") || answer.Is("verdict", "refused"));

    private static JsonObject BeganOf(ForgedStream stream, JsonObject decided) => Began(stream).First(began => began.Is("branch", decided.Text("branch")) && began.Number("round") == decided.Number("round"));

    private static bool WasHeard(ForgedStream stream, JsonObject signalled) =>
        Decided(stream).Any(decided => decided.Is("outcome", "signalled") && decided.Is("branch", signalled.Is("signal", "accepted") ? "w" : "x"));

    private static JsonObject Signal(JsonObject behind, string name) =>
        new() { ["type"] = "signalled", ["signal"] = name, ["by"] = "ann", ["at"] = behind.Text("at") };
}

using System.Text.Json.Nodes;
using static ServerlessTx.Verification.ForgedCalls;

namespace ServerlessTx.Verification;

/// <summary>Forged children: somebody else's, ends that nobody reached, undos of what was not done.</summary>
internal static class ForgedChildren
{
    public static IEnumerable<Forgery> All =>
    [
        new("children_are_of_their_call", "it is said to be the child of another step", stream => stream.Begin["parent"] is null ? [] : [() => stream.Begin["parent"]!["branch"] = "b"]),
        OfEach("children_are_of_their_call", "another transaction is said to be begun", Begun, (_, begun) => begun["result"]!["transaction_id"] = Another(begun["result"]!)),
        OfEach("children_are_of_their_call", "the end of another transaction is heard", Ends, (_, end) => end["child"]!["transaction_id"] = Another(end["child"]!)),
        OfEach("children_are_of_their_call", "another transaction is undone", Undone, (_, undone) => undone["result"]!["child"]!["transaction_id"] = Another(undone["result"]!["child"]!)),
        OfEach("only_a_child_says_how_it_ended", "somebody gives the signal of a child", Ends, (_, end) => end.With("child", null)),
        OfEach("only_a_child_says_how_it_ended", "a person's signal is said to be a child's", stream => stream.Records("signalled").Where(signal => signal["child"] is null), (_, signal) => signal["child"] = End()),
        OfEach("only_a_child_says_how_it_ended", "what was turned back is heard as done", stream => Ends(stream).Where(end => end["rejected"] is not null), (_, end) => end["child"]!["status"] = "completed"),
        OfEach("only_a_child_says_how_it_ended", "a child is heard before it ends", stream => Ends(stream).Where(end => end["rejected"] is not null), (_, end) => end["child"]!["status"] = "running"),
        OfEach("children_are_undone_as_they_ended", "an undo does not say of what", Undone, (_, undone) => undone.With("result", null)),
        OfEach("children_are_undone_as_they_ended", "what is done is left", Undone, (_, undone) => undone["result"]!["undone"] = !undone["result"]!["undone"]!.GetValue<bool>()),
        OfEach("children_are_undone_as_they_ended", "the child went on behind its end", stream => Undone(stream).Where(_ => Ends(stream).Any()), (_, undone) => undone["result"]!["child"]!["head"]!["hash"] = ChainHash.Zero.ToString()),
    ];

    private static IEnumerable<JsonObject> Begun(ForgedStream stream) => stream.Answers("action").Where(answer => answer.Is("branch", "order_it") && answer["result"] is not null);

    private static IEnumerable<JsonObject> Ends(ForgedStream stream) => stream.Records("signalled").Where(signal => signal["child"] is not null);

    private static IEnumerable<JsonObject> Undone(ForgedStream stream) => stream.Answers("undo").Where(answer => answer.Is("branch", "order_it"));

    private static string Another(JsonNode named) => named["transaction_id"]!.GetValue<string>()[..^4] + "0000";

    public static JsonObject End() => new()
    {
        ["transaction_id"] = EvidenceId,
        ["status"] = "completed",
        ["heuristic"] = false,
        ["head"] = new JsonObject { ["version"] = 1, ["hash"] = ChainHash.Zero.ToString() },
    };

    private const string EvidenceId = "fe62d6847f00-00-0123456789abcdef0123";
}

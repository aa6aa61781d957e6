using System.Text.Json.Nodes;
using static ServerlessTx.Verification.Family;

namespace ServerlessTx.Verification;

/// <summary>What a parent or a child cannot have recorded of the other, one for each branch of the rules, and the nearest that it can.</summary>
public sealed class ForgedParents
{
    private const string OfTheirCall = "children_are_of_their_call, ";
    private const string HowItEnded = "only_a_child_says_how_it_ended, ";
    private const string AsTheyEnded = "children_are_undone_as_they_ended, ";
    private const string Undone = "parent whose child is undone";
    private const string TurnedBack = "parent whose child is turned back";
    private const string Cancelled = "parent cancelled while its child is under way";

    private static readonly Dictionary<string, Forgery> Named = new Forgery[]
    {
        new("a child in another shard", Undone, s => { Signal(s)["child"]!["transaction_id"] = Sister; Begun(s)["result"]!["transaction_id"] = Sister; Undo(s)["child"]!["transaction_id"] = Sister; }),
        new("an end that nobody heard before the undo", Undone, s => { var signal = Signal(s); s.Remove(signal); s.InsertBehind(s.Answers("undo").First(), signal); Undo(s)["child"]!["head"]!["hash"] = Zero; }),
        new("an end that nobody heard", Cancelled, s => Undo(s)["child"]!["head"]!["hash"] = Zero),
        new("an undo that ended otherwise", Undone, s => s.Answers("undo").First().With("verdict", "heuristic").With("reason", "gone").With("result", null)),
        new("an undo by hand", Undone, s => s.Answers("undo").First().With("by_hand", new JsonObject { ["by"] = "ann", ["why"] = "it is back", ["barrier"] = "none" }).With("result", null)),
        new("an undo whose answer is large", Undone, s => s.Answers("undo").First().With("result", null).With("result_hash", Zero)),
        new("an undo of a step that has no child", Undone, s => s.Answers("undo").Last().With("result", null)),
        new("a child that stays, and was left", Undone, s => { Stays(s); Undo(s)["undone"] = false; }),
        new("a person's signal", "saga waited", _ => { }),

        new("the child of another step", "child completed", s => s.Begin["parent"]!["branch"] = "b", OfTheirCall + $"record 1: it is not the child of 'b' of {Parent}"),
        new("the child of another parent", "child completed", s => s.Begin["parent"]!["transaction_id"] = Parent[..^1] + "1", OfTheirCall + $"record 1: it is not the child of 'order_it' of {Parent[..^1]}1"),
        new("the child of a parent of another moment", "child completed", s => s.Begin["transaction_id"] = "fe62d6847f01" + Child[12..], OfTheirCall + $"record 1: it is not the child of 'order_it' of {Parent}"),
        new("the child of a parent that has no id", "child completed", s => { s.Begin["parent"]!["transaction_id"] = "fe62d6847f00"; s.Begin["transaction_id"] = ChildOf("fe62d6847f00"); }, OfTheirCall + "record 1: it is not the child of 'order_it' of fe62d6847f00"),
        new("another transaction begun", Undone, s => Begun(s)["result"]!["transaction_id"] = Stranger, OfTheirCall + $"record 4 (order_it/action): {Stranger} is not the child of 'order_it'"),
        new("the end of another transaction", Undone, s => Signal(s)["child"]!["transaction_id"] = Stranger, OfTheirCall + $"record 3: {Stranger} is not the child of 'order_it'"),
        new("the undo of another transaction", Undone, s => Undo(s)["child"]!["transaction_id"] = Stranger, OfTheirCall + $"record 9 (order_it/undo): {Stranger} is not the child of 'order_it'"),
        new("the undo of a sister", Undone, s => Undo(s)["child"]!["transaction_id"] = Sister, OfTheirCall + $"record 9 (order_it/undo): {Sister} is not {Child}, which another record names as the child of 'order_it'"),
        new("the end of a sister", Undone, s => Signal(s)["child"]!["transaction_id"] = Sister, OfTheirCall + $"record 3: {Sister} is not {Child}, which another record names as the child of 'order_it'"),
        new("an id that is too long", Undone, s => Undo(s)["child"]!["transaction_id"] = Child.Replace("-00-", "-000-", StringComparison.Ordinal), OfTheirCall + $"record 9 (order_it/undo): {Child.Replace("-00-", "-000-", StringComparison.Ordinal)} is not the child of 'order_it'"),
        new("an id that is too short", Undone, s => Undo(s)["child"]!["transaction_id"] = Child.Replace("-00-", "-0-", StringComparison.Ordinal), OfTheirCall + $"record 9 (order_it/undo): {Child.Replace("-00-", "-0-", StringComparison.Ordinal)} is not the child of 'order_it'"),

        new("somebody gives a child's signal", Undone, s => Signal(s).With("child", null), HowItEnded + "record 3: only the child of 'order_it' gives this signal"),
        new("a child gives a person's signal", "saga waited", s => s.Records("signalled").First()["child"] = Signal(new ForgedStream(Played.Of(Undone)))["child"]!.DeepClone(), HowItEnded + "record 7: no child gives this signal"),
        new("turned back, and heard as done", TurnedBack, s => Signal(s)["child"]!["status"] = "completed", HowItEnded + "record 3: the child ended completed, and the signal says otherwise"),
        new("done, and heard as turned back", Undone, s => Signal(s)["child"]!["status"] = "compensated", HowItEnded + "record 3: the child ended compensated, and the signal says otherwise"),
        new("heard while it runs", TurnedBack, s => Signal(s)["child"]!["status"] = "running", HowItEnded + "record 3: the child had not ended"),
        new("heard while it is stuck", TurnedBack, s => Signal(s)["child"]!["status"] = "stuck", HowItEnded + "record 3: the child had not ended"),

        new("an undo that does not say of what", Undone, s => s.Answers("undo").First().With("result", null), AsTheyEnded + "record 9 (order_it/undo): it does not say how the child ended"),
        new("an undo of garbage", Undone, s => s.Answers("undo").First().With("result", 7), AsTheyEnded + "record 9 (order_it/undo): it does not say how the child ended"),
        new("a child that went on behind its end", Undone, s => Undo(s)["child"]!["head"]!["hash"] = Zero, AsTheyEnded + $"record 9 (order_it/undo): the child had ended with {Head}, and its record is never opened again"),
        new("a child that went on by a version", Undone, s => Undo(s)["child"]!["head"]!["version"] = 10, AsTheyEnded + $"record 9 (order_it/undo): the child had ended with {Head}, and its record is never opened again"),
        new("done, and left", Undone, s => Undo(s)["undone"] = false, AsTheyEnded + "record 9 (order_it/undo): the child ended completed, and its undo was not called"),
        new("turned back, and undone", TurnedBack, s => Undo(s)["undone"] = true, AsTheyEnded + "record 8 (order_it/undo): the child ended compensated, and its undo was called"),
        new("a child that stays, and was undone", Undone, Stays, AsTheyEnded + "record 9 (order_it/undo): the child ended completed, and its undo was called"),
    }.ToDictionary(forgery => forgery.What);

    public static TheoryData<string> Names => [.. Named.Keys];

    /// <summary>What other rules find in it is theirs to say.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_done_is_found_at_its_record(string what)
    {
        var stream = new ForgedStream(Played.Of(Named[what].Scenario));
        Named[what].Do(stream);
        Assert.Equal(
            string.Join('\n', Named[what].Breaches),
            string.Join('\n', EvidenceVerifier.Verify(stream.Seal().Document).Breaches().Where(breach => breach.Contains("child", StringComparison.Ordinal) && !breach.StartsWith("document_", StringComparison.Ordinal))));
    }

    private sealed record Forgery(string What, string Scenario, Action<ForgedStream> Do, params string[] Breaches);
}

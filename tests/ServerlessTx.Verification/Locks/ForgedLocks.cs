using System.Text.Json.Nodes;
using static ServerlessTx.Verification.LockHistories;

namespace ServerlessTx.Verification;

/// <summary>Histories of a lock that cannot have been, one for each branch of the rules, and their nearest neighbours that can.</summary>
public sealed class ForgedLocks
{
    private const string Fences = "fences_only_grow, ";
    private const string OneHolds = "one_holds_it_at_a_time, ";

    private static readonly Dictionary<string, Forgery> Named = new Forgery[]
    {
        new("nothing", _ => { }),
        new("nothing, and acts before it are gone", _ => { }, Before: 7),
        new("nothing, and one act before it is gone", _ => { }, Before: 1),
        new("two events of one moment", events => events[1]["at"] = events[0]["at"]!.DeepClone()),
        new("a release whose acquire is gone", events => events.RemoveAt(0), Before: 1),
        new("a loss whose acquire is gone", events => events.RemoveRange(0, 3), Before: 3),
        new("tokens with gaps", events => Tokens(events, 7, 7, 9, 9, 4_000_000_000)),
        new("somebody takes it again", events => Holders(events, "ann", "ann", "ann", "ann", "ann")),
        new("names in any script", events => Holders(events, "Jörg", "Jörg", "東京", "東京", "\ud83d\udd12")),
        new("nobody holds it", events => events.RemoveAt(4)),

        new("a token twice", events => Tokens(events, 1, 1, 1, 1, 2), 0, Fences + "record 3 (lock_acquired): token 1 was given behind token 1"),
        new("a lower token", events => Tokens(events, 2, 2, 1, 1, 3), 0, Fences + "record 3 (lock_acquired): token 1 was given behind token 2"),
        new("lower tokens that rise", events => Tokens(events, 5, 5, 3, 3, 4), 0,
            Fences + "record 3 (lock_acquired): token 3 was given behind token 5", Fences + "record 5 (lock_acquired): token 4 was given behind token 5"),
        new("a token of nothing", events => Tokens(events, 0, 0, 1, 1, 2), 0, Fences + "record 1 (lock_acquired): token 0 was given behind token 0"),
        new("a token below nothing", events => Tokens(events, -1, -1, 1, 1, 2), 0, Fences + "record 1 (lock_acquired): token -1 was given behind token 0"),
        new("a lower token than one whose acquire is gone", events => { Tokens(events, 5, 5, 4, 4, 6); events.RemoveAt(0); }, 1, Fences + "record 3 (lock_acquired): token 4 was given behind token 5"),
        new("the same token as one whose acquire is gone", events => { Tokens(events, 5, 5, 5, 5, 6); events.RemoveAt(0); }, 1, Fences + "record 3 (lock_acquired): token 5 was given behind token 5"),

        new("acquired while it is held", events => events.RemoveAt(1), 0, OneHolds + "record 2 (lock_acquired): 'ann' held it under token 1 and had neither released it nor lost it"),
        new("acquired while it is held, though acts are gone", events => events.RemoveAt(3), 9, OneHolds + "record 13 (lock_acquired): 'bob' held it under token 2 and had neither released it nor lost it"),
        new("acquired three times", events => { events.RemoveAt(3); events.RemoveAt(1); }, 0,
            OneHolds + "record 2 (lock_acquired): 'ann' held it under token 1 and had neither released it nor lost it", OneHolds + "record 3 (lock_acquired): 'bob' held it under token 2 and had neither released it nor lost it"),
        new("released by nobody", events => events.RemoveAt(0), 0, OneHolds + "record 1 (lock_released): 'ann' did not hold it under token 1"),
        new("lost by nobody", events => events.RemoveAt(2), 0, OneHolds + "record 3 (lock_expired): 'bob' did not hold it under token 2"),
        new("released by another", events => Holders(events, "ann", "bob", "bob", "bob", "cleo"), 0, OneHolds + "record 2 (lock_released): 'bob' did not hold it under token 1"),
        new("lost under another token", events => Tokens(events, 1, 1, 2, 1, 3), 0, OneHolds + "record 4 (lock_expired): 'bob' did not hold it under token 1"),
        new("released twice", events => events.Insert(2, events[1].Copy()), 0, OneHolds + "record 3 (lock_released): 'ann' did not hold it under token 1"),
        new("released twice, the first of what is gone", events => { events[0] = events[1].Copy(); }, 4, OneHolds + "record 6 (lock_released): 'ann' did not hold it under token 1"),

        new("a stamp from before", events => events[4].Later("at", TimeSpan.FromMinutes(-1) - TimeSpan.FromMilliseconds(1)), 0, "lock_events_are_stamped_in_order, record 5 (lock_acquired): it is stamped before the one it follows"),
        new("the event of another lock", events => events[2]["resource"] = "bücher", 0, "lock_events_are_of_the_resource, record 3 (lock_acquired): it is of the lock of 'bücher'"),
    }.ToDictionary(forgery => forgery.What);

    public static TheoryData<string> Names => [.. Named.Keys];

    /// <summary>No more and no less is found than what was done, and it is said where it stands.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_done_is_found_at_its_event(string what)
    {
        var report = EvidenceVerifier.Verify(Bytes(Forged(Named[what].Do, Named[what].Before)));
        Assert.Null(report.Reason);
        Assert.Equal(string.Join('\n', Named[what].Breaches), string.Join('\n', report.Breaches()));
    }

    [Fact]
    public void Every_rule_of_locks_but_that_of_the_document_has_a_forgery_here() => Assert.Equal(
        ["lock_document_is_what_its_chain_yields"],
        LockRulebook.All.Select(rule => rule.Name).Except(Named.Values.SelectMany(forgery => forgery.Breaches).Select(breach => breach.Split(", ")[0])));

    private static void Tokens(List<JsonObject> events, params long[] tokens)
    {
        foreach (var (happened, token) in events.Zip(tokens))
            happened["lock_token"] = token;
    }

    private static void Holders(List<JsonObject> events, params string[] holders)
    {
        foreach (var (happened, holder) in events.Zip(holders))
            happened["lock_holder"] = holder;
    }

    private sealed record Forgery(string What, Action<List<JsonObject>> Do, int Before = 0, params string[] Breaches);
}

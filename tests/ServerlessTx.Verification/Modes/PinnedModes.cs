namespace ServerlessTx.Verification;

/// <summary>Transactions that cannot have begun in the mode that they pin, or been accepted under it, and the nearest that can.</summary>
public sealed class PinnedModes
{
    private const string Fits = "mode_fits_its_form, record 1: ";
    private const string Accepted = "accepted_under_no_older_mode, ";
    private const string Vote = "2pc committed";
    private const string Saga = "saga completed";
    private const string Late = "child turned back with its parent";

    private static readonly Dictionary<string, Forgery> Named = new Forgery[]
    {
        new("no mode", Vote, _ => { }),
        new("a strict mode", Vote, s => Pin(s, "strict")),
        new("a saga in a strict mode", Saga, s => Pin(s, "strict")),
        new("a degraded mode", Saga, s => Pin(s, "degraded", "ledger")),
        new("accepted under the mode that its participant knew", Vote, s => { Pin(s, "strict"); Told(s, 1); }),
        new("accepted by a participant that knew an older one", Vote, s => { Pin(s, "strict"); Told(s, 0); }),
        new("refused under an older mode", Vote, s => { Pin(s, "strict"); Told(s, 2); s.Answers("prepare").First().With("verdict", "refused").With("reason", "mode_superseded").With("result", null); }),

        new("begun while its group fails back", Vote, s => Pin(s, "failing_back"), Fits + "nothing begins while its group fails back"),
        new("begun while its group fails back, and somebody away", Saga, s => Pin(s, "failing_back", "ledger"), Fits + "nothing begins while its group fails back"),
        new("strict, and somebody away", Vote, s => Pin(s, "strict", "ledger"), Fits + "nobody is away from a strict mode"),
        new("degraded, and nobody away", Saga, s => Pin(s, "degraded"), Fits + "in a degraded mode somebody is away"),
        new("degraded, and no saga", Vote, s => Pin(s, "degraded", "ledger"), Fits + "a degraded form is a saga"),
        new("a mode known, and none pinned", Vote, s => Told(s, 1), Accepted + "record 2 (accounts/prepare): it speaks of a mode, and the transaction began in none"),
        new("accepted under an older mode", Vote, s => { Pin(s, "strict"); Told(s, 2); }, Accepted + "record 2 (accounts/prepare): it was accepted under mode 1 by a participant that had been told of mode 2"),
        new("accepted late under an older mode", Late, s => { Pin(s, "strict"); s.Records("late").Single()["answer"]!["mode_told"] = 2; },
            Accepted + "record 6 (charge/action): it was accepted under mode 1 by a participant that had been told of mode 2"),
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
            string.Join('\n', EvidenceVerifier.Verify(stream.Seal().Document).Breaches().Where(breach => breach.Split(", ")[0] is "mode_fits_its_form" or "accepted_under_no_older_mode")));
    }

    private static void Pin(ForgedStream stream, string mode, params string[] away) => stream.Begin["mode"] = ForgedBegins.ModeOf(mode, away);

    private static void Told(ForgedStream stream, long version) => stream.Answers("prepare").First()["mode_told"] = version;

    private sealed record Forgery(string What, string Scenario, Action<ForgedStream> Do, params string[] Breaches);
}

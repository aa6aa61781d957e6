namespace ServerlessTx.Verification;

/// <summary>Documents that say of an account what its events do not make.</summary>
internal static class ForgedStates
{
    private const string State = "$.event_sourced_aggregate.current_state.";
    private const string AddsUp = "account_adds_up, " + State;
    private const string LastAppend = "state_is_of_the_last_append, " + State + "version: ";
    private const string None = " stands there, and its events make none";
    private const string Both = " stands there, and its events make größer of 0, h1 of 200";

    public static IReadOnlyList<AccountForgery> All =>
    [
        new("a cent more", a => a.Cut(4).Says("balance", "1500.51"), AddsUp + "balance: 1500.51 stands there, and its events make 1500.50"),
        new("more by less than can be counted", a => a.Cut(4).Says("balance", "1500.5000000000000000000000000000001"), AddsUp + "balance: 1500.5000000000000000000000000000001 stands there, and its events make 1500.50"),
        new("a balance that nobody can write down", a => a.Cut(7).Says("balance", "1e-99999999999"), AddsUp + "balance: 1e-99999999999 stands there, and its events make 0.00"),
        new("a balance in words", a => a.Cut(4).Says("balance", "\"1500.50\""), AddsUp + "balance: \"1500.50\" stands there, and its events make 1500.50"),
        new("no balance", a => a.Cut(4).Says("balance", null), AddsUp + "balance: nothing stands there, and its events make 1500.50"),
        new("another status", a => a.Says("status", "\"active\""), AddsUp + "status: \"active\" stands there, and its events make 'closed'"),
        new("a status that is a number", a => a.Says("status", "7"), AddsUp + "status: 7 stands there, and its events make 'closed'"),
        new("another customer", a => a.Cut(2).Says("customer_id", "\"cust_568\""), AddsUp + "customer_id: \"cust_568\" stands there, and its events make 'cust_567'"),
        new("no customer", a => a.Cut(2).Says("customer_id", null), AddsUp + "customer_id: nothing stands there, and its events make 'cust_567'"),
        new("another currency", a => a.Cut(2).Says("currency", "\"USD\""), AddsUp + "currency: \"USD\" stands there, and its events make 'EUR'"),
        new("more held", a => a.Cut(4).Says("holds", """{"größer":0,"h1":200.01}"""), AddsUp + """holds: {"größer":0,"h1":200.01}""" + Both),
        new("held in words", a => a.Cut(4).Says("holds", """{"größer":0,"h1":"200"}"""), AddsUp + """holds: {"größer":0,"h1":"200"}""" + Both),
        new("a hold left out", a => a.Cut(4).Says("holds", """{"h1":200}"""), AddsUp + """holds: {"h1":200}""" + Both),
        new("a hold more", a => a.Cut(4).Says("holds", """{"größer":0,"h1":200,"h2":0}"""), AddsUp + """holds: {"größer":0,"h1":200,"h2":0}""" + Both),
        new("a hold under another id", a => a.Cut(4).Says("holds", """{"groesser":0,"h1":200}"""), AddsUp + """holds: {"groesser":0,"h1":200}""" + Both),
        new("no holds", a => a.Cut(4).Says("holds", null), AddsUp + "holds: nothing" + Both),
        new("holds that are a list", a => a.Cut(4).Says("holds", "[0,200]"), AddsUp + "holds: [0,200]" + Both),
        new("a hold of nothing where none is", a => a.Says("holds", """{"h1":0}"""), AddsUp + """holds: {"h1":0}""" + None),
        new("holds that are a list of none", a => a.Says("holds", "[]"), AddsUp + "holds: []" + None),

        new("a version that is to come", a => a.Says("version", "9"), LastAppend + "the state is of version 9, and the last append holds 8 to 8"),
        new("a version before the last append", a => a.Cut(7).Says("version", "6").Says("holds", """{"größer":0}"""), LastAppend + "the state is of version 6, and the last append holds 7 to 7"),
        new("a version before the last two", a => a.Together(2).Cut(6).Says("version", "4").Says("balance", "1500.50").Says("holds", """{"größer":0,"h1":200}"""), LastAppend + "the state is of version 4, and the last append holds 5 to 6"),

        new("a state that is untold and told", a => a.Cut(2).Untold().Says("balance", "1000000"), AddsUp + "balance: 1000000 stands there, and the state is said to be untold"),
        new("no version", a => a.Says("version", null), LastAppend + "the state is of version none, and the last append holds 8 to 8",
            AddsUp + "status: \"closed\" stands there, and its events make ''", AddsUp + "customer_id: \"cust_567\" stands there, and its events make ''", AddsUp + "currency: \"EUR\" stands there, and its events make ''"),
        new("no version of something else", a => a.OfAnotherType().Says("version", null), LastAppend + "the state is of version none, and the last append holds 8 to 8"),
        new("a version in words", a => a.OfAnotherType().Says("version", "\"8\""), LastAppend + "the state is of version \"8\", and the last append holds 8 to 8"),
        new("half a version", a => a.OfAnotherType().Says("version", "7.5"), LastAppend + "the state is of version 7.5, and the last append holds 8 to 8"),
    ];
}

namespace ServerlessTx.Verification;

/// <summary>What is just as it may be: beside each forgery the nearest that is none.</summary>
internal static class HonestAccounts
{
    public static IReadOnlyList<AccountForgery> All =>
    [
        .. Enumerable.Range(1, 8).Select(version => new AccountForgery($"it has come to version {version}", a => a.Cut(version))),
        new("two events stand in one append", a => a.Together(2)),
        new("it is shown inside its last append", a => a.Together(2).Says("version", "7").Says("status", "\"active\"")),
        new("all of it stands in one append", a => a.Together(8).Says("version", "1").Says("status", "\"active\"").Says("balance", "1000")),
        new("an id holds a colon", a => { a.Change(1, "stream", "\"BankAccount:a:b\""); a.Id = "a:b"; }),
        new("something else says of its state what it wants", a => a.OfAnotherType().Says("balance", "-1").Says("status", null)),
        new("something else knows other events", a => a.OfAnotherType().Change(2, "type", "\"Bonus\"").Change(3, "type_version", "2")),
        new("two events of one moment", a => a.Change(2, "at", "\"2026-01-15T10:01:00.000Z\"")),
        new("opened with nothing", a => a.Cut(1).Change(1, "data", """{"customer_id":"cust_567","currency":"EUR","initial_balance":0}""").Says("balance", "0")),
        new("the least that is an amount", a => a.Cut(2).Then("MoneyDeposited", """{"amount":0.01}""").Then("MoneyWithdrawn", """{"amount":0.01}""")),
        new("an amount written otherwise", a => a.Cut(2).Then("MoneyDeposited", """{"amount":5.0e2}""").Says("balance", "2.0005E+3")),
        new("all that is free is held", a => a.Cut(3).Then("MoneyHeld", """{"hold_id":"h2","amount":1300.50}""").Says("holds", """{"h2":1300.50,"h1":200.0}""")),
        new("a hold is released whole", a => a.Cut(3).Then("HoldReleased", """{"hold_id":"h1"}""").Says("holds", null)),
        new("a hold is held again", a => a.Cut(7).Then("MoneyHeld", """{"hold_id":"h1","amount":0}""").Says("holds", """{"h1":0}""")),
        new("no hold is written down as none", a => a.Says("holds", "{}")),
        new("a host that does not know an event tells nothing", a => a.Cut(2).Untold()),
        new("its state has a member more", a => a.Says("owner_name", """{"personal_of":"cust_567"}""")),
    ];
}

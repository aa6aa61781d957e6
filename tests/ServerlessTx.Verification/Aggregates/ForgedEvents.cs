namespace ServerlessTx.Verification;

/// <summary>Events that cannot have happened so, one for each branch of the rules.</summary>
internal static class ForgedEvents
{
    private const string OfTheAggregate = "stream_is_of_the_aggregate, ";
    private const string Kept = "account_rules_are_kept, ";
    private const string NoAmount = "its amount is no amount of money";

    public static IReadOnlyList<AccountForgery> All =>
    [
        new("the history of another account", a => a.Id = "account_1", OfTheAggregate + "record 1 (AccountOpened): it begins the stream 'BankAccount:account_12345', and the document is about the BankAccount 'account_1'"),
        new("the history of something else", a => a.Type = "SavingsBook", OfTheAggregate + "record 1 (AccountOpened): it begins the stream 'BankAccount:account_12345', and the document is about the SavingsBook 'account_12345'"),
        new("an account under a type that ends behind a colon", a => { a.Change(1, "stream", "\"BankAccount:a:b\""); (a.Type, a.Id) = ("BankAccount:a", "b"); a.Says("balance", "1000000"); },
            OfTheAggregate + "record 1 (AccountOpened): it begins the stream 'BankAccount:a:b', and the document is about the BankAccount:a 'b'"),
        new("a history that is nobody's", a => a.Change(1, "stream", null), OfTheAggregate + "record 1 (AccountOpened): it begins the stream '', and the document is about the BankAccount 'account_12345'"),
        new("a history of a type alone", a => a.Change(1, "stream", "\"BankAccount\""), OfTheAggregate + "record 1 (AccountOpened): it begins the stream 'BankAccount', and the document is about the BankAccount 'account_12345'"),
        new("a stream that begins inside it", a => a.Change(3, "stream", "\"BankAccount:account_12345\""), OfTheAggregate + "record 3 (MoneyHeld): it begins a stream, and stands inside one"),
        new("an id twice", a => a.Change(3, "event_id", "\"evt_1\""), "event_ids_are_unique, record 3 (MoneyHeld): 'evt_1' is the id of event 1"),
        new("an id three times", a => a.Change(3, "event_id", "\"evt_2\"").Change(8, "event_id", "\"evt_2\""),
            "event_ids_are_unique, record 3 (MoneyHeld): 'evt_2' is the id of event 2", "event_ids_are_unique, record 8 (AccountClosed): 'evt_2' is the id of event 2"),
        new("a stamp from before", a => a.Change(2, "at", "\"2026-01-15T10:00:59.999Z\""),
            "events_are_stamped_in_order, record 2 (MoneyDeposited): it is stamped 2026-01-15T10:00:59.999Z, and event 1 2026-01-15T10:01:00.000Z"),

        new("money before the opening", a => { a.Events.RemoveAt(0); a.Cut(1).Change(1, "stream", "\"BankAccount:account_12345\"").Says("balance", "500.50").Says("status", null); },
            Kept + "record 1 (MoneyDeposited): it happened before the account was opened",
            "account_adds_up, $.event_sourced_aggregate.current_state.status: nothing stands there, and its events make ''",
            "account_adds_up, $.event_sourced_aggregate.current_state.customer_id: \"cust_567\" stands there, and its events make ''",
            "account_adds_up, $.event_sourced_aggregate.current_state.currency: \"EUR\" stands there, and its events make ''"),
        new("opened twice", a => a.Cut(2).Then("AccountOpened", """{"customer_id":"cust_567","currency":"EUR","initial_balance":1000}""").Says("balance", "1000"), Kept + "record 3 (AccountOpened): the account was opened before"),
        new("opened behind its end", a => a.Then("AccountOpened", """{"customer_id":"cust_567","currency":"EUR","initial_balance":0}""").Says("status", "\"active\""), Kept + "record 9 (AccountOpened): the account was opened before"),
        new("money behind the end", a => a.Then("MoneyDeposited", """{"amount":1}""").Says("balance", "1"), Kept + "record 9 (MoneyDeposited): the account was closed before"),
        new("opened with less than nothing", a => a.Cut(1).Change(1, "data", """{"customer_id":"cust_567","currency":"EUR","initial_balance":-0.01}""").Says("balance", "-0.01"), Kept + "record 1 (AccountOpened): its initial balance is no amount of money"),
        new("opened with no amount", a => a.Cut(1).Change(1, "data", """{"customer_id":"cust_567","currency":"EUR"}""").Says("balance", "0"), Kept + "record 1 (AccountOpened): its initial balance is no amount of money"),
        new("nothing deposited", a => a.Cut(2).Then("MoneyDeposited", """{"amount":0}"""), Kept + "record 3 (MoneyDeposited): " + NoAmount),
        new("an amount in words", a => a.Cut(2).Then("MoneyDeposited", """{"amount":"500"}"""), Kept + "record 3 (MoneyDeposited): " + NoAmount),
        new("no amount deposited", a => a.Cut(2).Then("MoneyDeposited", "[]"), Kept + "record 3 (MoneyDeposited): " + NoAmount),
        new("less than nothing withdrawn", a => a.Cut(2).Then("MoneyWithdrawn", """{"amount":-500}""").Says("balance", "2000.50"), Kept + "record 3 (MoneyWithdrawn): " + NoAmount),
        new("nothing withdrawn", a => a.Cut(2).Then("MoneyWithdrawn", """{"amount":0.00}"""), Kept + "record 3 (MoneyWithdrawn): " + NoAmount),
        new("no amount withdrawn", a => a.Cut(2).Then("MoneyWithdrawn", "{}"), Kept + "record 3 (MoneyWithdrawn): " + NoAmount),
        new("an amount of more digits than are counted", a => a.Cut(2).Then("MoneyDeposited", """{"amount":1.0000000000000000000000000000001}"""), Kept + "record 3 (MoneyDeposited): " + NoAmount),
        new("an amount that nobody can write down", a => a.Cut(2).Then("MoneyDeposited", """{"amount":1e-99999999999}"""), Kept + "record 3 (MoneyDeposited): " + NoAmount),
        new("more deposited than can be counted", a => a.Cut(2).Then("MoneyDeposited", """{"amount":79228162514264337593543950335}"""), Kept + "record 3 (MoneyDeposited): the sum is more than can be counted"),
        new("overdrawn by a cent", a => a.Cut(2).Then("MoneyWithdrawn", """{"amount":1500.51}""").Says("balance", "-0.01"), Kept + "record 3 (MoneyWithdrawn): it takes 1500.51, and 1500.50 could be taken: there is no overdraft"),
        new("withdrawn what is held", a => a.Cut(4).Then("MoneyWithdrawn", """{"amount":1300.51}""").Says("balance", "199.99"), Kept + "record 5 (MoneyWithdrawn): it takes 1300.51, and 1300.50 could be taken: there is no overdraft"),
        new("closed with money in it", a => a.Cut(2).Then("AccountClosed", "{}").Says("status", "\"closed\""), Kept + "record 3 (AccountClosed): the account was closed with 1500.50 and 0 holds in it"),
        new("closed with a hold of nothing", a => a.Cut(6).Then("AccountClosed", "{}").Says("status", "\"closed\""), Kept + "record 7 (AccountClosed): the account was closed with 0.00 and 1 holds in it"),
        new("less than nothing held", a => a.Cut(2).Then("MoneyHeld", """{"hold_id":"h1","amount":-1}""").Says("holds", """{"h1":-1}"""), Kept + "record 3 (MoneyHeld): " + NoAmount),
        new("no amount held", a => a.Cut(2).Then("MoneyHeld", """{"hold_id":"h1"}""").Says("holds", """{"h1":0}"""), Kept + "record 3 (MoneyHeld): " + NoAmount),
        new("held twice under one id", a => a.Cut(3).Then("MoneyHeld", """{"hold_id":"h1","amount":100}""").Says("holds", """{"h1":100}"""), Kept + "record 4 (MoneyHeld): its hold has no id of its own"),
        new("held under no id", a => a.Cut(2).Then("MoneyHeld", """{"amount":100}""").Says("holds", """{"":100}"""), Kept + "record 3 (MoneyHeld): its hold has no id of its own"),
        new("held more than is free", a => a.Cut(3).Then("MoneyHeld", """{"hold_id":"h2","amount":1300.51}""").Says("holds", """{"h1":200,"h2":1300.51}"""), Kept + "record 4 (MoneyHeld): it holds 1300.51, and 1300.50 were free"),
        new("a hold taken twice", a => a.Cut(6).Then("HoldTaken", """{"hold_id":"h1"}"""), Kept + "record 7 (HoldTaken): there is no such hold"),
        new("a hold released twice", a => a.Cut(7).Then("HoldReleased", """{"hold_id":"größer"}"""), Kept + "record 8 (HoldReleased): there is no such hold"),
        new("a hold without an id taken", a => a.Cut(4).Then("HoldTaken", "{}"), Kept + "record 5 (HoldTaken): there is no such hold"),
        new("a hold without an id released", a => a.Cut(4).Then("HoldReleased", """{"hold_id":7}"""), Kept + "record 5 (HoldReleased): there is no such hold"),
        new("two rules in a row", a => a.Cut(2).Then("MoneyWithdrawn", """{"amount":1600.50}""").Then("MoneyWithdrawn", """{"amount":1}""").Says("balance", "-101"),
            Kept + "record 3 (MoneyWithdrawn): it takes 1600.50, and 1500.50 could be taken: there is no overdraft", Kept + "record 4 (MoneyWithdrawn): it takes 1, and -100.00 could be taken: there is no overdraft"),
    ];
}

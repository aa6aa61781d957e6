namespace ServerlessTx.Specifications;

/// <summary>What could strand something does not start, and the error names it.</summary>
public sealed class ChoreographyRuleSpecifications
{
    [Fact]
    public void Services_that_undo_each_part_on_every_failure_fit_together() =>
        Assert.Equal(["orders", "payments", "stock"], Put(Orders(), Payments(), Stock()).Subscriptions.Select(subscription => subscription.Name));

    [Fact]
    public void A_service_hears_only_the_events_that_it_reacts_to() => Assert.Equal(
        ["Ordered", "OutOfStock", "Expired"], Put(Orders(), Payments(), Stock()).Subscriptions.Single(subscription => subscription.Name == "payments").Types);

    [Fact]
    public void A_failure_that_somebody_does_not_undo_names_both() => AssertFault(
        "nobody undoes payments/charge when OutOfStock happens: give payments an undo that reacts to it",
        Orders(), Payments(undoOn: ["Expired"]), Stock());

    [Fact]
    public void An_expiry_that_somebody_does_not_undo_names_both() => AssertFault(
        "nobody undoes payments/charge when Expired happens: give payments an undo that reacts to it",
        Orders(), Payments(undoOn: ["OutOfStock"]), Stock());

    [Fact]
    public void An_event_with_which_nobody_goes_on_is_a_dead_end() => AssertFault(
        "Reserved of stock/reserve is a dead end: nobody goes on with it and it is not the end",
        Orders(endOn: "Charged"), Payments(), Stock());

    [Fact]
    public void An_event_that_nobody_publishes_is_named_with_who_waits_for_it() => AssertFault(
        "stock/reserve waits for Paid, which nobody publishes",
        Orders(), Payments(), Stock(on: "Paid"));

    [Fact]
    public void An_event_that_leads_back_to_itself_is_a_loop() => AssertFault(
        "Reserved leads back to itself: a loop has no end",
        Orders(), Payments(on: "Reserved"), Stock());

    [Fact]
    public void An_event_of_two_publishers_is_named_with_both() => AssertFault(
        "Charged is published by payments/charge and by stock/reserve; whoever hears it could not tell which",
        Orders(endOn: "Charged"), Payments(), Stock(on: "Ordered", says: "Charged"));

    [Fact]
    public void An_undo_of_what_its_service_does_not_do_is_named() => AssertFault(
        "payments/refund undoes reserve, which payments does not do",
        Orders(), Payments(undoes: "reserve"), Stock());

    [Fact]
    public void Only_its_owner_brings_it_to_its_end() => AssertFault(
        "payments/finish belongs to its owner orders, since it has to be a conditional write of one service",
        ChoreographedService.Named("orders", "orders")
            .Starts("order", says: "Ordered", Does)
            .Undoes<string, string>("order", "cancel", on: ["NotCharged", "OutOfStock"], Undo, says: "Cancelled")
            .Expires<string, string>("order", "expire", Undo, says: "Expired"),
        Payments().Ends("Reserved", "finish", Does, says: "Finished"), Stock());

    [Fact]
    public void Without_an_expiry_nobody_would_undo_what_a_silent_service_strands() => AssertFault(
        "exactly one operation expires it, and there is none",
        ChoreographedService.Named("orders", "orders").Starts("order", says: "Ordered", Does).Ends("Ordered", "finish", Does, says: "Finished"));

    [Fact]
    public void A_name_that_no_queue_can_have_is_refused() => Assert.Contains(
        "'Order-Fulfillment' was given", Assert.Throws<ArgumentException>(() => Choreography.Of<string>(
            "Order-Fulfillment", 1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), Orders(), Payments(), Stock()).Subscriptions).Message);

    private static void AssertFault(string fault, params IReadOnlyList<ChoreographedService> services)
    {
        var message = Assert.Throws<InvalidChoreographyException>(() => Put(services)).Message;
        Assert.Contains(fault, message);
        Assert.StartsWith("The choreography 'shop' cannot run: ", message);
    }

    private static Choreography Put(params IReadOnlyList<ChoreographedService> services) =>
        Choreography.Of<string>("shop", 1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), services);

    private static ChoreographedService Orders(string endOn = "Reserved") => ChoreographedService.Named("orders", "orders")
        .Starts("order", says: "Ordered", Does)
        .Ends(endOn, "finish", Does, says: "Finished")
        .Undoes<string, string>("order", "cancel", on: ["NotCharged", "OutOfStock"], Undo, says: "Cancelled")
        .Expires<string, string>("order", "expire", Undo, says: "Expired");

    private static ChoreographedService Payments(IReadOnlyList<string>? undoOn = null, string undoes = "charge", string on = "Ordered") => ChoreographedService.Named("payments", "payments")
        .Does<string>(on, "charge", Refuses, says: "Charged", fails: "NotCharged")
        .Undoes<string, string>(undoes, "refund", on: undoOn ?? ["OutOfStock", "Expired"], Undo, says: "Refunded");

    private static ChoreographedService Stock(string on = "Charged", string says = "Reserved") => ChoreographedService.Named("stock", "stock")
        .Does<string>(on, "reserve", Refuses, says, fails: "OutOfStock")
        .Undoes<string, string>("reserve", "release", on: ["Expired"], Undo, says: "Released");

    private static Task<string> Does(Hop hop, BarrierRows rows) => Task.FromResult("");

    private static Task<StepAnswer<string>> Refuses(Hop hop, BarrierRows rows) => Task.FromResult<StepAnswer<string>>(Refusal.Because("no"));

    private static Task<string> Undo(Hop hop, BarrierRows rows, string done) => Task.FromResult("");
}

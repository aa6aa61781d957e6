using static ServerlessTx.Samples.Tests.ForgedOrder;

namespace ServerlessTx.Samples.Tests;

/// <summary>Who begins, what is pinned, who does what about which event: each forgery, and in which words and where it is caught.</summary>
public sealed class OrderHopForgeries
{
    private static readonly Dictionary<string, (Order Of, Action<ForgedOrder> Forge, string Breaches)> Forgeries = new()
    {
        ["a second begin"] = (Order.Stuck, run => run[Owner].Add(run[Owner][0] with { At = run.Newest }),
            "a_run_begins_once: record 6, $.chains (order_service): it begins a second time"),
        ["a begin behind another record"] = (Order.Begun, run => run[Owner].Insert(0, Dead(run, run[Owner][0].At)), """
            a_run_begins_once: record 2, $.chains (order_service): the begin is not the first record of the owner
            a_run_begins_once: record 2, $.chains (order_service): the first part does not stand behind the begin, once and done
            reactions_are_defined: record 3, $.chains (order_service): the id of the event is not that of its run, service and version
            """),
        ["a begin of somebody else's"] = (Order.Begun, run =>
        {
            run[Cashier] = [run[Owner][0]];
            run[Owner][0] = Dead(run, run.Newest);
        }, """
            a_run_begins_once: record 1, $.chains (payment_service): the begin is not the first record of the owner
            a_run_begins_once: record 1, $.chains (payment_service): the first part does not stand behind the begin, once and done
            """),
        ["a definition without a start"] = (Order.Begun, run => Redefine(run, "create_order"), """
            a_run_begins_once: record 1, $.chains (order_service): the begin is not the first record of the owner
            a_run_begins_once: record 1, $.chains (order_service): the first part does not stand behind the begin, once and done
            who_reacts_to_what_is_pinned: record 1, $.chains (order_service): the definition does not fit together: exactly one operation starts it, and there is none
            reactions_are_defined: record 2, $.chains (order_service): create_order is nothing that the service does
            """),
        ["an unpinned definition"] = (Order.Completed, run => run.Change<Began>(Owner, began => began with
        {
            Definition = began.Definition with { StuckAfterMs = began.Definition.StuckAfterMs + 1 },
        }),
            "who_reacts_to_what_is_pinned: record 1, $.chains (order_service): the fingerprint is not that of the definition"),
        ["a definition in which nobody refunds"] = (Order.Completed, run => Redefine(run, "refund_payment"),
            "who_reacts_to_what_is_pinned: record 1, $.chains (order_service): the definition does not fit together: nobody undoes payment_service/charge_payment when OrderExpired happens: give payment_service an undo that reacts to it"),
        ["another deadline"] = (Order.Completed, run => run.Change<Began>(Owner, began => began with { Deadline = began.Deadline.AddMilliseconds(1) }),
            "who_reacts_to_what_is_pinned: record 1, $.chains (order_service): the deadline is not the stamp of the begin plus deadline_ms"),
        ["another promise"] = (Order.Completed, run => run.Change<Began>(Owner, began => began with { Promised = began.Promised with { Isolation = "Serializable" } }),
            "hops_promise_what_they_can: record 1, $.chains (order_service): the promise is not that of a choreography"),
        ["a first part that was refused"] = (Order.Begun, run => run.Change(Owner, "create_order", created => created with { Outcome = HopOutcome.Refused, Says = null, SaysId = null }), """
            a_run_begins_once: record 1, $.chains (order_service): the first part does not stand behind the begin, once and done
            reactions_are_defined: record 2, $.chains (order_service): create_order cannot refuse
            """),
        ["an event that was met twice"] = (Order.Stuck, run => run[Cashier].Add(run[Cashier][^1] with { At = run.Newest }), """
            reactions_are_defined: record 3, $.chains (payment_service): the id of the event is not that of its run, service and version
            an_event_is_met_once: record 3, $.chains (payment_service): OrderExpired has been met before
            each_undo_has_its_do: record 3, $.chains (payment_service): what it undoes had been undone
            """),
        ["an operation that nobody has"] = (Order.Stuck, run => run.Change(Cashier, "refund_payment", refunded => refunded with { Operation = "keep_payment" }),
            "reactions_are_defined: record 2, $.chains (payment_service): keep_payment is nothing that the service does"),
        ["an operation about another event"] = (Order.Stuck, run => run.Change(Cashier, "refund_payment", refunded => refunded with { Operation = "charge_payment" }), """
            reactions_are_defined: record 2, $.chains (payment_service): charge_payment is nothing that the service does about OrderExpired
            reactions_are_defined: record 2, $.chains (payment_service): it publishes PaymentRefunded, where PaymentCharged belongs
            """),
        ["a beginning about an event"] = (Order.Stuck, run => run.Change(Owner, "expire_order", expired => expired with { Event = "PaymentCharged", EventId = run.IdOf(Cashier, 1) }),
            "reactions_are_defined: record 3, $.chains (order_service): expire_order is nothing that the service does about PaymentCharged"),
        ["an operation about nothing"] = (Order.Stuck, run => run.Change(Cashier, "charge_payment", charged => charged with { Event = null, EventId = null }),
            "reactions_are_defined: record 1, $.chains (payment_service): charge_payment is nothing that the service does about nothing"),
        ["an event without its id"] = (Order.Stuck, run => run.Change(Cashier, "charge_payment", charged => charged with { EventId = null }),
            "reactions_are_defined: record 1, $.chains (payment_service): charge_payment is nothing that the service does about OrderCreated"),
        ["an event that does not belong"] = (Order.Begun, run => run.Change(Owner, "create_order", created => created with { Says = "OrderShipped" }),
            "reactions_are_defined: record 2, $.chains (order_service): it publishes OrderShipped, where OrderCreated belongs"),
        ["an event that is not published"] = (Order.Begun, run => run.Change(Owner, "create_order", created => created with { Says = null, SaysId = null }), """
            reactions_are_defined: record 2, $.chains (order_service): it publishes nothing, where OrderCreated belongs
            reactions_are_defined: record 2, $.chains (order_service): the id of the event is not that of its run, service and version
            """),
        ["the id of another event"] = (Order.Begun, run => run.Change(Owner, "create_order", created => created with { SaysId = run.IdOf(Owner, 3) }),
            "reactions_are_defined: record 2, $.chains (order_service): the id of the event is not that of its run, service and version"),
        ["an event that nobody published"] = (Order.Stuck, run => run.Change(Cashier, "charge_payment", charged => charged with { EventId = run.IdOf(Owner, 7) }),
            "every_hop_has_its_cause: record 1, $.chains (payment_service): nobody recorded that run.order_service.7 was published"),
        ["another event than was published"] = (Order.Stuck, run => run.Change(Cashier, "refund_payment", refunded => refunded with { Event = "InventoryShort" }),
            "every_hop_has_its_cause: record 2, $.chains (payment_service): what was published is OrderExpired and not InventoryShort"),
        ["an answer before its question"] = (Order.Short, run => run.Change(Warehouse, "reserve_inventory", reserved => reserved with { At = reserved.At.AddMilliseconds(-1) }),
            "every_hop_has_its_cause: record 1, $.chains (inventory_service): it is stamped before the event that it answers"),
        ["a record before the one in front of it"] = (Order.Revived, run => run.Change<PutBack>(Cashier, back => back with { At = back.At.AddMilliseconds(-1) }),
            "every_hop_has_its_cause: record 2, $.chains (payment_service): it is stamped before the record in front of it"),
        ["something put back that was not dead"] = (Order.Stuck, run => run[Warehouse] = [Back(run)],
            "only_the_dead_are_put_back: record 1, $.chains (inventory_service): PaymentCharged did not lie in the dead-letter queue"),
        ["something put back twice"] = (Order.Stuck, run => run[Warehouse] = [Dead(run, run.Newest), Back(run), Back(run)],
            "only_the_dead_are_put_back: record 3, $.chains (inventory_service): PaymentCharged did not lie in the dead-letter queue"),
        ["another event put back than had died"] = (Order.Stuck, run => run[Warehouse] = [Dead(run, run.Newest), Back(run) with { EventId = run.IdOf(Owner, 2) }],
            "only_the_dead_are_put_back: record 2, $.chains (inventory_service): PaymentCharged did not lie in the dead-letter queue"),
        ["something put back that was dead at another service"] = (Order.Stuck, run =>
        {
            run[Warehouse] = [Dead(run, run.Newest)];
            run[Cashier].Add(Back(run));
        },
            "only_the_dead_are_put_back: record 3, $.chains (payment_service): PaymentCharged did not lie in the dead-letter queue"),
        ["something put back that had been met"] = (Order.Revived, run =>
        {
            run[Cashier].Add(run[Cashier][1]);
            run[Cashier][1] = run[Cashier][0];
        },
            "only_the_dead_are_put_back: record 4, $.chains (payment_service): OrderCreated did not lie in the dead-letter queue"),
    };

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forged_hop_is_caught_where_it_stands_and_in_its_own_words(string name)
    {
        var (order, forge, breaches) = Forgeries[name];
        Assert.Equal(breaches, ForgedOrder.Of(order, forge).Breaches());
    }

    private static DeadLettered Dead(ForgedOrder run, DateTimeOffset at) => new()
    {
        Event = "PaymentCharged",
        EventId = run.IdOf(Cashier, 1),
        Reason = "failed",
        Deliveries = 10,
        At = at,
    };

    private static PutBack Back(ForgedOrder run) => new()
    {
        Event = "PaymentCharged",
        EventId = run.IdOf(Cashier, 1),
        By = "ann",
        Why = "It is mended.",
        At = run.Newest,
    };

    /// <summary>Pins a definition in which an operation is missing.</summary>
    private static void Redefine(ForgedOrder run, string without) => run.Change<Began>(Owner, began => began with
    {
        Definition = (began.Definition with { Reactions = [.. began.Definition.Reactions.Where(reaction => reaction.Operation != without)] }).Pinned(),
    });
}

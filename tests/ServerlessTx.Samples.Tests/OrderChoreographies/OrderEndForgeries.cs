using static ServerlessTx.Samples.Tests.ForgedOrder;

namespace ServerlessTx.Samples.Tests;

/// <summary>What is settled, and who is named as silent: each forgery, and in which words and where it is caught.</summary>
public sealed class OrderEndForgeries
{
    private static readonly Dictionary<string, (Order Of, Action<ForgedOrder> Forge, string Breaches)> Forgeries = new()
    {
        ["settled a second time"] = (Order.Completed, run => run[Owner].Add(run[Owner][^1]), """
            settled_when_all_have_answered: record 5, $.chains (order_service): it is settled a second time
            settled_when_all_have_answered: record 4, $.chains (order_service): something stands behind it
            """),
        ["settled by somebody else"] = (Order.Completed, run => Move(run, Owner, 3, Cashier),
            "settled_when_all_have_answered: record 2, $.chains (payment_service): it is not its owner who settles it"),
        ["settled before somebody has answered"] = (Order.Short, run => run[Cashier].RemoveAt(1), """
            settled_when_all_have_answered: record 4, $.chains (order_service): payment_service has not met InventoryShort
            settled_when_all_have_answered: record 1, $.chains (payment_service): charge_payment was done and is not undone, and the whole is said to be compensated
            """),
        ["settled before the last answer"] = (Order.Short, run => run.Change(Cashier, "refund_payment", refunded => refunded with { At = refunded.At.AddMilliseconds(1) }),
            "settled_when_all_have_answered: record 4, $.chains (order_service): it is stamped before payment_service had come to refund_payment"),
        ["compensated where it had ended"] = (Order.Completed, run => run.Change<Settled>(Owner, settled => settled with { Status = TransactionStatus.Compensated }),
            "settled_when_all_have_answered: record 4, $.chains (order_service): it has come to its end, and is not said to be completed"),
        ["completed where it had not ended"] = (Order.Short, run => run.Change<Settled>(Owner, settled => settled with { Status = TransactionStatus.Completed }),
            "settled_when_all_have_answered: record 4, $.chains (order_service): it has not come to its end, and is not said to be compensated"),
        ["something behind the end"] = (Order.Short, run => run[Owner].Add(new Reacted
        {
            Operation = "expire_order",
            Outcome = HopOutcome.AlreadyUndone,
            At = ((Began)run[Owner][0]).Deadline,
        }), """
            settled_when_all_have_answered: record 4, $.chains (order_service): it is stamped before order_service had come to expire_order
            settled_when_all_have_answered: record 4, $.chains (order_service): something stands behind it
            """),
        ["silence about what nobody published"] = (Order.Stuck, run => Missing(run, missing => missing with { EventId = run.IdOf(Cashier, 9) }),
            "silence_is_named_truly: record 4, $.chains (order_service): PaymentCharged was not published then"),
        ["silence about another event than was published"] = (Order.Stuck, run => Missing(run, missing => missing with { Event = "OrderCreated" }),
            "silence_is_named_truly: record 4, $.chains (order_service): OrderCreated was not published then"),
        ["silence since another moment"] = (Order.Stuck, run => Missing(run, missing => missing with { Since = missing.Since.AddMilliseconds(-1) }),
            "silence_is_named_truly: record 4, $.chains (order_service): PaymentCharged was not published then"),
        ["silence of somebody who does not react"] = (Order.Stuck, run => Missing(run, missing => missing with { Service = Shipper }),
            "silence_is_named_truly: record 4, $.chains (order_service): shipping_service does not react to PaymentCharged"),
        ["silence that was a millisecond too short"] = (Order.Stuck, run => run[Owner][4] = run[Owner][4] with { At = run[Owner][4].At.AddMilliseconds(-1) },
            "silence_is_named_truly: record 5, $.chains (order_service): inventory_service had less time than stuck_after_ms"),
        ["silence of somebody who had answered"] = (Order.Short, run => run[Owner][3] = new FellSilent
        {
            Missing = [new(Cashier, "OrderCreated", run.IdOf(Owner, 2), run[Owner][1].At)],
            At = run[Owner][1].At.AddHours(1),
        }, "silence_is_named_truly: record 4, $.chains (order_service): payment_service had met OrderCreated, and the owner knew what came of it"),
        ["silence of the owner who had answered"] = (Order.Short, run => run[Owner][3] = new FellSilent
        {
            Missing = [new(Owner, "InventoryShort", run.IdOf(Warehouse, 1), run[Warehouse][0].At)],
            At = run[Owner][1].At.AddHours(1),
        }, "silence_is_named_truly: record 4, $.chains (order_service): order_service had met InventoryShort, and the owner knew what came of it"),
        ["silence that a dead letter excuses which there is not"] = (Order.Stuck, run => Missing(run, missing => missing with { DeadLetter = "failed" }),
            "silence_is_named_truly: record 4, $.chains (order_service): inventory_service did not record that PaymentCharged was dead: failed"),
        ["silence that somebody else names"] = (Order.Stuck, run => Move(run, Owner, 4, Cashier),
            "silence_is_named_truly: record 3, $.chains (payment_service): it is not the owner who names the silent"),
        ["silence behind a circle of causes"] = (Order.Short, run =>
        {
            run[Owner][3] = new FellSilent { Missing = [], At = run.Newest };
            run.Change(Cashier, "charge_payment", charged => charged with { Event = "InventoryShort", EventId = run.IdOf(Warehouse, 1) });
        }, """
            reactions_are_defined: record 1, $.chains (payment_service): charge_payment is nothing that the service does about InventoryShort
            an_event_is_met_once: record 2, $.chains (payment_service): InventoryShort has been met before
            """),
    };

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forged_end_is_caught_where_it_stands_and_in_its_own_words(string name)
    {
        var (order, forge, breaches) = Forgeries[name];
        Assert.Equal(breaches, ForgedOrder.Of(order, forge).Breaches());
    }

    [Fact]
    public void What_dies_at_the_owner_behind_the_end_and_is_put_back_is_no_forgery() => Assert.Equal("", ForgedOrder.Of(Order.Completed, run =>
    {
        run[Owner].Add(new DeadLettered { Event = "OrderDelivered", EventId = "stranger.1", Reason = "unknown_type", Deliveries = 1, At = run.Newest });
        run[Owner].Add(new PutBack { Event = "OrderDelivered", EventId = "stranger.1", By = "ann", Why = "It is mended.", At = run.Newest });
    }).Breaches());

    /// <summary>Names somebody else, or something else, as missing.</summary>
    private static void Missing(ForgedOrder run, Func<MissingAnswer, MissingAnswer> change)
    {
        var fell = (FellSilent)run[Owner][3];
        run[Owner][3] = fell with { Missing = [.. fell.Missing.Select(change)] };
    }

    private static void Move(ForgedOrder run, string from, int index, string to)
    {
        run[to].Add(run[from][index]);
        run[from].RemoveAt(index);
    }
}

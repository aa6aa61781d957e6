using static ServerlessTx.Samples.Tests.ForgedOrder;

namespace ServerlessTx.Samples.Tests;

/// <summary>What is undone, expired and turned down: each forgery, and in which words and where it is caught.</summary>
public sealed class OrderUndoForgeries
{
    private static readonly Dictionary<string, (Order Of, Action<ForgedOrder> Forge, string Breaches)> Forgeries = new()
    {
        ["an undo of what was not done"] = (Order.ExpiredUnshipped, run => run.Change(Shipper, "recall_shipment", recalled => recalled with
        {
            Outcome = HopOutcome.Done,
            Says = "ShipmentRecalled",
            SaysId = run.IdOf(Shipper, 1),
        }), "each_undo_has_its_do: record 1, $.chains (shipping_service): what it undoes had not been done"),
        ["nothing to undo where there was"] = (Order.Short, run => run.Change(Cashier, "refund_payment", refunded => Silently(refunded, HopOutcome.NothingToUndo)), """
            each_undo_has_its_do: record 2, $.chains (payment_service): it says that there was nothing to undo, and there was
            settled_when_all_have_answered: record 1, $.chains (payment_service): charge_payment was done and is not undone, and the whole is said to be compensated
            """),
        ["an undo that is said to have been done before"] = (Order.Short, run => run.Change(Cashier, "refund_payment", refunded => Silently(refunded, HopOutcome.AlreadyUndone)), """
            each_undo_has_its_do: record 2, $.chains (payment_service): it says that it had been undone, and it had not
            settled_when_all_have_answered: record 1, $.chains (payment_service): charge_payment was done and is not undone, and the whole is said to be compensated
            """),
        ["an undo done twice"] = (Order.ExpiredRefused, run => run[Cashier][2] = (Reacted)run[Cashier][2] with
        {
            Outcome = HopOutcome.Done,
            Says = "PaymentRefunded",
            SaysId = run.IdOf(Cashier, 3),
        }, "each_undo_has_its_do: record 3, $.chains (payment_service): what it undoes had been undone"),
        ["nothing to undo behind an undo"] = (Order.ExpiredRefused, run => run[Cashier][2] = (Reacted)run[Cashier][2] with { Outcome = HopOutcome.NothingToUndo },
            "each_undo_has_its_do: record 3, $.chains (payment_service): what it undoes had been undone"),
        ["an undo that was refused"] = (Order.Short, run => run.Change(Cashier, "refund_payment", refunded => Silently(refunded, HopOutcome.Refused)), """
            reactions_are_defined: record 2, $.chains (payment_service): refund_payment cannot refuse
            each_undo_has_its_do: record 2, $.chains (payment_service): an undo cannot be turned down
            settled_when_all_have_answered: record 1, $.chains (payment_service): charge_payment was done and is not undone, and the whole is said to be compensated
            """),
        ["an undo that was turned down"] = (Order.Short, run => run.Change(Cashier, "refund_payment", refunded => Silently(refunded, HopOutcome.TurnedBackBefore)), """
            each_undo_has_its_do: record 2, $.chains (payment_service): an undo cannot be turned down
            settled_when_all_have_answered: record 1, $.chains (payment_service): charge_payment was done and is not undone, and the whole is said to be compensated
            """),
        ["something done behind an undo"] = (Order.ExpiredUnshipped, run => run.Change(Shipper, "ship_order", shipped => shipped with
        {
            Outcome = HopOutcome.Done,
            Says = "OrderShipped",
            SaysId = run.IdOf(Shipper, 2),
        }), """
            nothing_is_done_behind_an_undo: record 2, $.chains (shipping_service): ship_order is done behind an undo of its service
            settled_when_all_have_answered: record 5, $.chains (order_service): order_service has not met OrderShipped
            settled_when_all_have_answered: record 2, $.chains (shipping_service): ship_order was done and is not undone, and the whole is said to be compensated
            """),
        ["something refused behind an undo"] = (Order.ExpiredUnshipped, run => run.Change(Shipper, "ship_order", shipped => shipped with
        {
            Outcome = HopOutcome.Refused,
            Says = "ShipmentRefused",
            SaysId = run.IdOf(Shipper, 2),
        }), """
            nothing_is_done_behind_an_undo: record 2, $.chains (shipping_service): ship_order is done behind an undo of its service
            settled_when_all_have_answered: record 5, $.chains (order_service): order_service has not met ShipmentRefused
            settled_when_all_have_answered: record 5, $.chains (order_service): payment_service has not met ShipmentRefused
            settled_when_all_have_answered: record 5, $.chains (order_service): inventory_service has not met ShipmentRefused
            """),
        ["an end behind the expiry"] = (Order.Expired, run => run.Change(Owner, "complete_order", completed => completed with
        {
            Outcome = HopOutcome.Done,
            Says = "OrderCompleted",
            SaysId = run.IdOf(Owner, 5),
        }), """
            nothing_is_done_behind_an_undo: record 5, $.chains (order_service): complete_order is done behind an undo of its service
            settled_when_all_have_answered: record 6, $.chains (order_service): it has come to its end, and is not said to be completed
            """),
        ["something turned down where nothing was undone"] = (Order.Begun, run => run[Cashier] = [Charge(run, HopOutcome.TurnedBackBefore)],
            "nothing_is_done_behind_an_undo: record 1, $.chains (payment_service): charge_payment was turned down, and nothing had been undone"),
        ["something that is no undo and had nothing to undo"] = (Order.Begun, run => run[Cashier] = [Charge(run, HopOutcome.NothingToUndo)],
            "nothing_is_done_behind_an_undo: record 1, $.chains (payment_service): charge_payment is no undo"),
        ["something that is no undo and had been undone"] = (Order.Begun, run => run[Cashier] = [Charge(run, HopOutcome.AlreadyUndone)],
            "nothing_is_done_behind_an_undo: record 1, $.chains (payment_service): charge_payment is no undo"),
        ["an expiry a millisecond before the deadline"] = (Order.Expired, run => run.Change(Owner, "expire_order", expired => expired with { At = expired.At.AddMilliseconds(-1) }),
            "expired_only_when_passed: record 3, $.chains (order_service): it is stamped before the deadline"),
        ["an expiry behind the end"] = (Order.Completed, run => run[Owner][3] = new Reacted
        {
            Operation = "expire_order",
            Outcome = HopOutcome.Done,
            Says = "OrderExpired",
            SaysId = run.IdOf(Owner, 4),
            At = ((Began)run[Owner][0]).Deadline,
        }, "expired_only_when_passed: record 4, $.chains (order_service): it had come to its end"),
    };

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forged_undo_is_caught_where_it_stands_and_in_its_own_words(string name)
    {
        var (order, forge, breaches) = Forgeries[name];
        Assert.Equal(breaches, ForgedOrder.Of(order, forge).Breaches());
    }

    private static Reacted Silently(Reacted reacted, HopOutcome outcome) => reacted with { Outcome = outcome, Says = null, SaysId = null, Payload = null };

    /// <summary>The payment service meets the first event, and nothing comes of it.</summary>
    private static Reacted Charge(ForgedOrder run, HopOutcome outcome) => new()
    {
        Operation = "charge_payment",
        Event = "OrderCreated",
        EventId = run.IdOf(Owner, 2),
        Outcome = outcome,
        At = run.Newest,
    };
}

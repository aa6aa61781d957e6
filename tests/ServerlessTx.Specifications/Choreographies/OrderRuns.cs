using static ServerlessTx.Specifications.OrderRun;

namespace ServerlessTx.Specifications;

/// <summary>A run of the order for each way in which it can stand.</summary>
internal static class OrderRuns
{
    private const string Charged = """{"payment_id":"pay_456","charge_id":"ch_abc123","amount":99.99}""";
    private const string Refunded = """{"refund_id":"ref_789","payment_id":"pay_456"}""";
    private const string Reserved = """{"reservation_id":"res_789","items":["item_1","item_2"]}""";
    private const string Cancelled = """{"order_status":"cancelled","cancellation_reason":"inventory_unavailable"}""";
    private const string Expired = """{"order_status":"expired"}""";

    /// <summary>The inventory's clock does not tell its answer from the payment's, which it follows.</summary>
    public static OrderRun Completed() => Ended().Settles(1200, TransactionStatus.Completed);

    /// <summary>The owner has come to its end, and nobody has looked yet whether everybody has answered.</summary>
    public static OrderRun Ended() => Begin()
        .Does(500, Payments, "charge_payment", "OrderCreated", Charged)
        .Does(500, Stock, "reserve_inventory", "PaymentCharged", Reserved)
        .Does(1000, Orders, "complete_order", "InventoryReserved", """{"order_id":"order_123","order_status":"completed"}""");

    /// <summary>The source's: it is undone by two services in one moment.</summary>
    public static OrderRun Compensated() => Short("memory")
        .Does(3000, Orders, "cancel_order", "InventoryShort", Cancelled)
        .Does(3000, Payments, "refund_payment", "InventoryShort", Refunded)
        .Settles(4000, TransactionStatus.Compensated);

    /// <summary>Nobody but the owner has anything to undo.</summary>
    public static OrderRun Declined() => Begin("azurite")
        .Refuses(500, Payments, "charge_payment", "OrderCreated", "insufficient_funds")
        .Does(1000, Orders, "cancel_order", "PaymentDeclined", """{"order_status":"cancelled","cancellation_reason":"insufficient_funds"}""")
        .Settles(1500, TransactionStatus.Compensated);

    /// <summary>A refusal is published just before the deadline, and comes to everybody behind the expiry.</summary>
    public static OrderRun ExpiredBesideARefusal() => Expiring()
        .IsPutBack(900_110, Payments, "InventoryShort", "ann", "The provider is back.")
        .Meets(900_150, Orders, "cancel_order", "InventoryShort", HopOutcome.AlreadyUndone)
        .Meets(900_200, Payments, "refund_payment", "InventoryShort", HopOutcome.AlreadyUndone)
        .Meets(900_200, Stock, "release_reservation", "OrderExpired", HopOutcome.NothingToUndo)
        .Settles(900_300, TransactionStatus.Compensated);

    /// <summary>The same, where nobody has met the refusal yet, which lies dead at the payment service.</summary>
    public static OrderRun Expiring() => Begin()
        .Does(1000, Payments, "charge_payment", "OrderCreated", Charged)
        .Refuses(899_950, Stock, "reserve_inventory", "PaymentCharged", "insufficient_inventory")
        .Dies(899_980, Payments, "InventoryShort", "failed")
        .Does(DeadlineMs, Orders, "expire_order", null, Expired)
        .Does(900_100, Payments, "refund_payment", "OrderExpired", Refunded);

    /// <summary>The payment service hears of the expiry before it hears of the order, the inventory of nothing else.</summary>
    public static OrderRun ExpiredUnheard() => Begin()
        .Does(DeadlineMs, Orders, "expire_order", null, Expired)
        .Meets(900_100, Payments, "refund_payment", "OrderExpired", HopOutcome.NothingToUndo)
        .Meets(900_100, Payments, "charge_payment", "OrderCreated", HopOutcome.TurnedBackBefore)
        .Meets(900_050, Stock, "release_reservation", "OrderExpired", HopOutcome.NothingToUndo)
        .Settles(900_200, TransactionStatus.Compensated);

    /// <summary>The good end comes behind the expiry.</summary>
    public static OrderRun EndedTooLate() => Begin()
        .Does(1000, Payments, "charge_payment", "OrderCreated", Charged)
        .Does(899_900, Stock, "reserve_inventory", "PaymentCharged", Reserved)
        .Does(DeadlineMs, Orders, "expire_order", null, Expired)
        .Meets(900_050, Orders, "complete_order", "InventoryReserved", HopOutcome.TurnedBackBefore)
        .Does(900_100, Payments, "refund_payment", "OrderExpired", Refunded);

    /// <summary>Its first event was dead, is put back, and has not been met yet.</summary>
    public static OrderRun Running() => Begin()
        .Dies(60_000, Payments, "OrderCreated", "failed")
        .IsPutBack(120_000, Payments, "OrderCreated", "ann", "The provider is back.");

    /// <summary>The refund lies dead, and the owner has said that the payment service is silent.</summary>
    public static OrderRun Stuck() => Short("azure_tables")
        .Does(3000, Orders, "cancel_order", "InventoryShort", Cancelled)
        .Dies(4000, Payments, "InventoryShort", "failed")
        .FallsSilent(303_000);

    /// <summary>It was stuck, and everybody has answered since.</summary>
    public static OrderRun Recovered() => Stuck()
        .IsPutBack(400_000, Payments, "InventoryShort", "ann", "The provider is back.")
        .Does(401_000, Payments, "refund_payment", "InventoryShort", Refunded);

    /// <summary>Who charged was a later version, which recorded more than this one knows.</summary>
    public static OrderRun OfALaterVersion() => Begin().DoesInALaterVersion(500, Payments, "charge_payment", "OrderCreated", Charged);

    private static OrderRun Short(string storage) => Begin(storage)
        .Does(1000, Payments, "charge_payment", "OrderCreated", Charged)
        .Refuses(2000, Stock, "reserve_inventory", "PaymentCharged", "insufficient_inventory");
}

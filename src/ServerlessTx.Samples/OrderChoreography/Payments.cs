namespace ServerlessTx.Samples;

/// <summary>Charges customers for orders that it hears of, and gives back what it charged when an order comes to nothing.</summary>
public static class Payments
{
    public static ChoreographedService Describe() => ChoreographedService.Named("payment_service", PaymentService.Partition)
        .Does<PaymentCharged>("OrderCreated", "charge_payment", ChargeAsync, says: "PaymentCharged", fails: "PaymentDeclined")
        .Undoes<PaymentCharged, PaymentRefunded>(
            "charge_payment", "refund_payment", on: ["InventoryShort", "ShipmentRefused", "OrderExpired"], RefundAsync, says: "PaymentRefunded");

    private static async Task<StepAnswer<PaymentCharged>> ChargeAsync(Hop hop, BarrierRows rows)
    {
        var order = hop.Event<OrderCreated>()!;
        var account = await CustomerAccounts.OfAsync(rows, hop.Input<PlaceOrder>().CustomerId);
        if (account.Balance < order.Total)
            return Refusal.Because("insufficient_funds");
        var payment = new PaymentRow(HopId.Of("pay", hop), account.CustomerId, order.Total, "charged");
        CustomerAccounts.Take(rows, account, payment.Amount);
        rows.Put(Key(payment.PaymentId), payment);
        return new PaymentCharged(payment.PaymentId, HopId.Of("ch", hop), payment.Amount);
    }

    private static async Task<PaymentRefunded> RefundAsync(Hop hop, BarrierRows rows, PaymentCharged charged)
    {
        var payment = (await rows.FindAsync<PaymentRow>(Key(charged.PaymentId)))!;
        CustomerAccounts.Take(rows, await CustomerAccounts.OfAsync(rows, payment.CustomerId), -payment.Amount);
        rows.Put(Key(payment.PaymentId), payment with { Status = "refunded" });
        return new PaymentRefunded(HopId.Of("ref", hop), payment.PaymentId, payment.Amount);
    }

    private static string Key(string paymentId) => $"payment|{paymentId}";
}

public sealed record PaymentRefunded(string RefundId, string PaymentId, decimal Amount);

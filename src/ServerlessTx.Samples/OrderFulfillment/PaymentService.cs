namespace ServerlessTx.Samples;

public sealed record PaymentCharged(string PaymentId, string ChargeId, decimal Amount);

/// <summary>Keeps customers' accounts and what was charged to them. An account is opened at first sight.</summary>
public sealed class PaymentService(Barrier barrier)
{
    public const string Partition = "payments";
    public const decimal OpeningBalance = 10_000m;

    public Task<StepAnswer<PaymentCharged>> ChargeAsync(Call<PlaceOrder> call) => barrier.StepAsync<PaymentCharged>(call, Partition, async rows =>
    {
        var account = await CustomerAccounts.OfAsync(rows, call.Input.CustomerId);
        if (account.Balance < call.Input.Amount)
            return Refusal.Because("insufficient_funds");
        var payment = new PaymentRow(SampleId.Of("pay", call), call.Input.CustomerId, call.Input.Amount, "charged");
        CustomerAccounts.Take(rows, account, payment.Amount);
        rows.Put($"payment|{payment.PaymentId}", payment);
        return new PaymentCharged(payment.PaymentId, SampleId.Of("ch", call), payment.Amount);
    });

    public Task<Conclusion> RefundAsync(Call<PlaceOrder> call, PaymentCharged? charged) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var key = $"payment|{rows.Forward<PaymentCharged>()!.PaymentId}";
        var payment = (await rows.FindAsync<PaymentRow>(key))!;
        CustomerAccounts.Take(rows, await CustomerAccounts.OfAsync(rows, payment.CustomerId), -payment.Amount);
        rows.Put(key, payment with { Status = "refunded" });
        return Conclusion.Done(new { refund_id = SampleId.Of("ref", call), payment_id = payment.PaymentId, amount = payment.Amount });
    });
}

public sealed record AccountRow(string CustomerId, decimal Balance);

public sealed record PaymentRow(string PaymentId, string CustomerId, decimal Amount, string Status);

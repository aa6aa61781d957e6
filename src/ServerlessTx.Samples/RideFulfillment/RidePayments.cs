namespace ServerlessTx.Samples;

public sealed record FareCharged(string PaymentId, decimal Amount);

/// <summary>Charges fares. What a cancelled ride costs is the ride's own rule.</summary>
public sealed class RidePayments(Barrier barrier, TimeProvider time)
{
    public const string Partition = "fares";

    public Task<StepAnswer<FareCharged>> ChargeAsync(Call<RequestRide> call) => barrier.StepAsync<FareCharged>(call, Partition, rows =>
    {
        var fare = new FareRow(SampleId.Of("fare", call), call.Input.RiderId, call.Input.Fare, call.Input.Fare, time.GetUtcNow(), "charged");
        rows.Put($"fare|{fare.PaymentId}", fare);
        return Task.FromResult<StepAnswer<FareCharged>>(new FareCharged(fare.PaymentId, fare.Charged));
    });

    public Task<Conclusion> RefundAsync(Call<RequestRide> call, FareCharged? charged) => barrier.ConcludeAsync(call, Partition, async rows =>
    {
        var key = $"fare|{rows.Forward<FareCharged>()!.PaymentId}";
        var fare = (await rows.FindAsync<FareRow>(key))!;
        var kept = Fee(call, fare);
        rows.Put(key, fare with { Kept = kept, Status = "refunded" });
        return Conclusion.Done(new { payment_id = fare.PaymentId, refunded = fare.Charged - kept, cancellation_fee = kept });
    });

    private decimal Fee(Call<RequestRide> call, FareRow fare) =>
        call.Input.CancellationFee is { } rule && call.Reason is { } reason && rule.Reasons.Contains(reason)
            && time.GetUtcNow() - fare.ChargedAt > TimeSpan.FromSeconds(rule.FreeForSec)
                ? Math.Min(rule.Amount, fare.Charged)
                : 0;
}

/// <param name="Kept">What of it stays charged.</param>
public sealed record FareRow(string PaymentId, string RiderId, decimal Charged, decimal Kept, DateTimeOffset ChargedAt, string Status);

using System.ComponentModel.DataAnnotations;

namespace ServerlessTx.Readme;

// What stands between a `// readme:` and its `// end` is a block of the README, to the letter.

// readme: saga
public sealed record PlaceOrder(string Customer, string Item, [property: Range(1, 100)] int Quantity);

public static class OrderSaga
{
    public static Saga<PlaceOrder> Define(Payments payments, Shop shop) => Saga
        .For<PlaceOrder>("place_order", version: 1)
        .Step<Charge>("payments", "charge_payment", payments.ChargeAsync, undo: "refund_payment", payments.RefundAsync)
        .Step<Reserved>("shop", "reserve_item", shop.ReserveAsync, undo: "release_item", shop.ReleaseAsync)
        .Pivot<Shipped>("shop", "ship_order", shop.ShipAsync)
        .Then("shop", "send_receipt", shop.SendReceiptAsync);
}
// end

public sealed record Charge(string PaymentId, decimal Amount);

public sealed record Reserved(string Item, int Quantity);

public sealed record Shipped(string Parcel);

public sealed record Account(string Customer, decimal Balance);

// readme: participant
public sealed class Payments(Barrier barrier)
{
    public Task<StepAnswer<Charge>> ChargeAsync(Call<PlaceOrder> call) => barrier.StepAsync<Charge>(call, "payments", async rows =>
    {
        var key = $"account|{call.Input.Customer}";
        var account = await rows.FindAsync<Account>(key) ?? new Account(call.Input.Customer, Balance: 100m);
        var price = 12.50m * call.Input.Quantity;
        if (account.Balance < price)
            return Refusal.Because("insufficient_funds");
        rows.Put(key, account with { Balance = account.Balance - price });
        return new Charge(PaymentId: call.Key, price);
    });

    public Task<Conclusion> RefundAsync(Call<PlaceOrder> call, Charge? charge) => barrier.ConcludeAsync(call, "payments", async rows =>
    {
        var account = (await rows.FindAsync<Account>($"account|{call.Input.Customer}"))!;
        rows.Put($"account|{call.Input.Customer}", account with { Balance = account.Balance + rows.Forward<Charge>()!.Amount });
        return Conclusion.Done();
    });
}
// end

public sealed class Shop(Barrier barrier)
{
    public Task<StepAnswer<Reserved>> ReserveAsync(Call<PlaceOrder> call) => barrier.StepAsync<Reserved>(call, "shop", rows =>
    {
        if (call.Input.Item == "unicorn")
            return Task.FromResult<StepAnswer<Reserved>>(Refusal.Because("not_in_stock"));
        var reserved = new Reserved(call.Input.Item, call.Input.Quantity);
        rows.Put($"reserved|{call.TransactionId}", reserved);
        return Task.FromResult<StepAnswer<Reserved>>(reserved);
    });

    public Task<Conclusion> ReleaseAsync(Call<PlaceOrder> call, Reserved? reserved) => barrier.ConcludeAsync(call, "shop", async rows =>
    {
        await rows.FindAsync<Reserved>($"reserved|{call.TransactionId}");
        rows.Delete($"reserved|{call.TransactionId}");
        return Conclusion.Done();
    });

    public Task<StepAnswer<Shipped>> ShipAsync(Call<PlaceOrder> call) =>
        barrier.StepAsync<Shipped>(call, "shop", _ => Task.FromResult<StepAnswer<Shipped>>(new Shipped($"parcel of {call.Input.Item}")));

    public Task<Conclusion> SendReceiptAsync(Call<PlaceOrder> call) =>
        barrier.ConcludeAsync(call, "shop", _ => Task.FromResult(Conclusion.Done()));
}

public sealed record BookTrip(string Traveller);

public static class TripBooking
{
    // readme: tcc
    public static Tcc<BookTrip> Define(ITccParticipant<BookTrip> flight, ITccParticipant<BookTrip> hotel) => Tcc
        .For<BookTrip>("book_trip", version: 1, deadline: TimeSpan.FromMinutes(5))
        .Participant("flight_service", flight)
        .Participant("hotel_service", hotel);
    // end
}

public sealed record MoveMoney(string From, string To, decimal Amount);

public static class Move
{
    // readme: two_phase_commit
    public static TwoPhaseCommit<MoveMoney> Define(IResourceManager<MoveMoney> accounts, IResourceManager<MoveMoney> ledger) => TwoPhaseCommit
        .For<MoveMoney>("move_money", version: 1)
        .Participant("accounts_db", accounts)
        .Participant("ledger_db", ledger);
    // end
}

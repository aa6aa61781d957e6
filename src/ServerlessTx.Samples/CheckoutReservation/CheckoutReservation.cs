namespace ServerlessTx.Samples;

/// <summary>The source's TCC: money and goods are held, then both are taken or both are given back.</summary>
public static class CheckoutReservation
{
    public static Tcc<Checkout> Define(PaymentReservations payments, InventoryReservations inventory, CallPolicy? policy = null) => Tcc
        .For<Checkout>("checkout_reservation", version: 1, policy, deadline: TimeSpan.FromMinutes(5))
        .ExpiresIn("expires_in_seconds")
        .Participant("payment_service", payments)
        .Participant("inventory_service", inventory);
}

namespace ServerlessTx.Samples;

/// <summary>The source's choreography: the same order as <see cref="OrderFulfillment"/>, with nobody in the middle.</summary>
public static class OrderChoreography
{
    public const string Name = "order_fulfillment";

    /// <param name="deadline">After how long an order that has not been shipped expires; a quarter of an hour without it.</param>
    /// <param name="stuckAfter">After how long without an answer it is reported; five minutes without it.</param>
    public static Choreography Define(TimeSpan? deadline = null, TimeSpan? stuckAfter = null) => Choreography.Of<PlaceOrder>(
        Name, version: 1, deadline ?? TimeSpan.FromMinutes(15), stuckAfter ?? TimeSpan.FromMinutes(5),
        Orders.Describe(), Payments.Describe(), Inventory.Describe(), Shipping.Describe());
}

using ServerlessTx.AspNetCore;

namespace ServerlessTx.LocalHost;

/// <summary>Inputs to try the samples with, on the page.</summary>
internal static class HostExamples
{
    public static ServerlessTxBuilder Add(ServerlessTxBuilder tx) => tx
        .AddExample("order_fulfillment", "completes", "An order that completes",
            new { customer_id = "customer_1", sku = "book", quantity = 1, amount = 24.90m })
        .AddExample("order_fulfillment", "refused", "More than there is: refused at the inventory and compensated",
            new { customer_id = "customer_1", sku = "book", quantity = 1_000_000, amount = 24.90m })
        .AddExample("checkout_reservation", "confirms", "Money and goods are held, then taken",
            new { customer_id = "customer_1", sku = "book", quantity = 1, amount = 24.90m })
        .AddExample("ride_fulfillment", "waits", "A ride that waits for its driver (signal driver_accepted), and asks the next after a minute",
            new { rider_id = "rider_1", zone = "north", fare = 20m })
        .AddExample("profile_sync", "follows", "A profile changes, and three services follow it (evidence?view=sync)",
            new { user_id = "123", display_name = "Ann", headline = "Builds bridges" })
        .AddExample("profile_sync", "refused", "A change to a version that does not stand any more",
            new { user_id = "123", display_name = "Ann", expected_version = 1_000_000 })
        .AddExample("transfer", "commits", "Money moves, and the ledger with it",
            new { from = "alice", to = "bob", amount = 10m })
        .AddExample("transfer", "aborts", "More than alice has: both vote, neither applies",
            new { from = "alice", to = "bob", amount = 100_000m })
        .AddExample("resilient_transfer", "moves", "Money moves, strictly while both databases are there (GET /api/modes)",
            new { from = "alice", to = "bob", amount = 10m });
}

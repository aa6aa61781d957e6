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
        .AddExample("profile_sync", "follows", "A profile changes, and three services follow it (evidence?view=sync)",
            new { user_id = "123", display_name = "Ann", headline = "Builds bridges" })
        .AddExample("profile_sync", "refused", "A change to a version that does not stand any more",
            new { user_id = "123", display_name = "Ann", expected_version = 1_000_000 })
        .AddExample("transfer", "commits", "Money moves, and the ledger with it",
            new { from = "alice", to = "bob", amount = 10m })
        .AddExample("transfer", "aborts", "More than alice has: both vote, neither applies",
            new { from = "alice", to = "bob", amount = 100_000m });
}

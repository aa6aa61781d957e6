using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Testing.Tests;

/// <summary>The samples' rows as effects: how much there is of each kind, and what it adds up to.</summary>
internal static class SampleRows
{
    private static readonly string[] Kinds = ["accounts", "stock", "holds", "allocations", "bank_accounts", "journal", "ledger", "orders", "payments", "reservations", "locks", "shipments"];
    private static readonly Dictionary<string, decimal> Openings = new()
    {
        ["accounts"] = PaymentService.OpeningBalance,
        ["stock"] = InventoryService.OpeningStock,
        ["bank_accounts"] = AccountsDb.OpeningBalance,
    };

    private static readonly string[] Numbers = ["available", "balance", "quantity", "amount"];

    public static async Task<string> EffectsAsync(IPartitionStore store)
    {
        var rows = new SampleStore(store);
        var effects = new List<string>();
        foreach (var kind in Kinds)
        {
            var found = (await rows.ReadAsync(kind))!.Where(row => !IsUndone(row)).ToList();
            // An account or an item is opened at first sight, which is no effect: it counts by what it differs from its opening.
            var sum = found.Sum(row => Numbers.Sum(name => row.TryGetProperty(name, out var value) ? value.GetDecimal() : 0));
            effects.Add(Openings.TryGetValue(kind, out var opening) ? $"{kind} {sum - (found.Count * opening):0.##}" : $"{kind} {found.Count} of {sum:0.##}");
        }

        return string.Join(", ", effects);
    }

    private static bool IsUndone(JsonElement row) =>
        row.TryGetProperty("status", out var status) && status.GetString() is "cancelled" or "refunded" or "released";
}

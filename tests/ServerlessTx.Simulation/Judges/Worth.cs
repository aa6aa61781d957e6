using System.Text.Json;
using ServerlessTx.Samples;

namespace ServerlessTx.Simulation;

/// <summary>What the rows of the services are worth, read without any of their code.</summary>
internal static class Worth
{
    public static IReadOnlyList<Entry> Of(string partition, string key, ReadOnlyMemory<byte> payload)
    {
        T Read<T>() => JsonSerializer.Deserialize<T>(payload.Span, WireJson.Tolerant)!;
        return (partition, key.Split('|')[0]) switch
        {
            (PaymentService.Partition, "account") => Account(Read<AccountRow>()),
            (PaymentService.Partition, "payment") => Read<PaymentRow>() is { Status: "charged" } charged ? [new("money", charged.Amount)] : [],
            (PaymentService.Partition, "hold") => [new("money", Read<FundsHoldRow>().Amount)],
            (InventoryService.Partition, "stock") => Stock(Read<StockRow>()),
            (InventoryService.Partition, "reservation") => Read<ReservationRow>() is { Status: "reserved" } reserved ? [new("goods", reserved.Quantity)] : [],
            (InventoryService.Partition, "allocation") => [new("goods", Read<AllocationRow>().Quantity)],
            (InventoryService.Partition, "hold") => [new("goods", Read<StockHoldRow>().Quantity)],
            (Transfer.Accounts, "account") => Book(Read<BookRow>(), AccountsDb.OpeningBalance, mayBeNegative: false),
            (Transfer.Ledger, "total") => Book(Read<BookRow>(), opening: 0, mayBeNegative: true),
            (Transfer.Accounts, "journal") or (Transfer.Ledger, "entry") => Posted(Read<EntryRow>()),
            (Boxes.Partition, "box") => Box(Read<Box>()),
            (Boxes.Partition, "kept") => [new("boxes", Read<Box>().Amount)],
            (Boxes.Partition, "hold") => [new("boxes", Read<Held>().Amount)],
            _ => [],
        };
    }

    private static IReadOnlyList<Entry> Account(AccountRow account) => [new("money", account.Balance - PaymentService.OpeningBalance, account.Balance)];

    private static IReadOnlyList<Entry> Stock(StockRow stock) => [new("goods", stock.Available - InventoryService.OpeningStock, stock.Available)];

    private static IReadOnlyList<Entry> Box(Box box) => [new("boxes", box.Amount - Boxes.Opening, box.Amount)];

    /// <summary>It agrees with its entries, and what one account gains another loses.</summary>
    private static IReadOnlyList<Entry> Book(BookRow book, decimal opening, bool mayBeNegative) =>
    [
        new("money of all accounts", book.Balance - opening, mayBeNegative ? 0 : book.Balance),
        new($"the entries of {book.Account}", book.Balance - opening),
    ];

    private static IReadOnlyList<Entry> Posted(EntryRow entry) => [new($"the entries of {entry.Account}", -entry.Amount)];
}

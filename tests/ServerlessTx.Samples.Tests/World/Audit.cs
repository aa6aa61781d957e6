using System.Text.Json;

namespace ServerlessTx.Samples.Tests;

/// <summary>Adds up the services' rows without asking any of their code.</summary>
internal sealed class Audit(IPartitionStore store)
{
    private readonly SampleStore _rows = new(store);

    /// <summary>Nothing was made and nothing was lost, whatever is still on its way.</summary>
    public async Task IsConservedAsync()
    {
        var holds = await _rows.ReadAsync("holds") ?? [];
        var (accounts, payments) = (await Rows<AccountRow>("accounts"), await Rows<PaymentRow>("payments"));
        Assert.Equal(
            accounts.Count * PaymentService.OpeningBalance,
            accounts.Sum(account => account.Balance) + payments.Where(payment => payment.Status == "charged").Sum(payment => payment.Amount)
                + Sum(holds, "amount"));

        var (stock, allocations, reservations) = (await Rows<StockRow>("stock"), await Rows<AllocationRow>("allocations"), await Rows<ReservationRow>("reservations"));
        Assert.Equal(
            stock.Count * InventoryService.OpeningStock,
            stock.Sum(item => item.Available) + allocations.Sum(allocation => allocation.Quantity)
                + reservations.Where(reservation => reservation.Status == "reserved").Sum(reservation => reservation.Quantity) + Sum(holds, "quantity"));
        await BanksAgreeAsync();
    }

    /// <summary>And nothing is held for anybody.</summary>
    public async Task IsAtRestAsync()
    {
        await IsConservedAsync();
        Assert.Empty(await _rows.ReadAsync("holds") ?? []);
        Assert.Empty(await _rows.ReadAsync("locks") ?? []);
        Assert.Empty(await _rows.ReadAsync("intentions") ?? []);
        var (accounts, totals) = (await Rows<BookRow>("bank_accounts"), await Rows<BookRow>("ledger_totals"));
        var (moved, ledger) = (accounts.ToDictionary(row => row.Account, Moved), totals.ToDictionary(row => row.Account, row => row.Balance));
        Assert.All(moved.Keys.Union(ledger.Keys), account => Assert.Equal(moved.GetValueOrDefault(account), ledger.GetValueOrDefault(account)));
    }

    public async Task<int> CountAsync(string kind) => (await _rows.ReadAsync(kind) ?? []).Count;

    public async Task<IReadOnlyList<T>> Rows<T>(string kind) =>
        (await _rows.ReadAsync(kind) ?? []).Select(row => row.Deserialize<T>(WireJson.Tolerant)!).ToList();

    private async Task BanksAgreeAsync()
    {
        var accounts = await Rows<BookRow>("bank_accounts");
        var (journal, ledger) = (await Rows<EntryRow>("journal"), await Rows<EntryRow>("ledger"));
        Assert.Equal(accounts.Count * AccountsDb.OpeningBalance, accounts.Sum(account => account.Balance));
        Assert.All(accounts, account => Assert.Equal(
            journal.Where(entry => entry.Account == account.Account).Sum(entry => entry.Amount), Moved(account)));
        Assert.All(accounts, account => Assert.True(account.Balance >= 0));
        Assert.All(await Rows<BookRow>("ledger_totals"), total => Assert.Equal(
            ledger.Where(entry => entry.Account == total.Account).Sum(entry => entry.Amount), total.Balance));
        Assert.All(ledger.GroupBy(entry => entry.TransactionId), transfer => Assert.Equal(0, transfer.Sum(entry => entry.Amount)));
    }

    private static decimal Moved(BookRow account) => account.Balance - AccountsDb.OpeningBalance;

    private static decimal Sum(IEnumerable<JsonElement> rows, string member) =>
        rows.Sum(row => row.TryGetProperty(member, out var value) ? value.GetDecimal() : 0);
}

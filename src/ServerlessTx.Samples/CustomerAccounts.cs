namespace ServerlessTx.Samples;

/// <summary>The money of customers, for every service that charges it or holds it back. An account is opened at first sight.</summary>
internal static class CustomerAccounts
{
    public static async Task<AccountRow> OfAsync(BarrierRows rows, string customerId) =>
        await rows.FindAsync<AccountRow>(Key(customerId)) ?? new AccountRow(customerId, PaymentService.OpeningBalance);

    /// <summary>Takes from an account that was read, or gives back to it with a negative amount.</summary>
    public static void Take(BarrierRows rows, AccountRow account, decimal amount) =>
        rows.Put(Key(account.CustomerId), account with { Balance = account.Balance - amount });

    private static string Key(string customerId) => $"account|{customerId}";
}

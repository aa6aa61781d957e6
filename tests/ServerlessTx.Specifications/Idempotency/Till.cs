namespace ServerlessTx.Specifications;

internal sealed record Charge(string Customer, int Cents);

internal sealed record Charged(string ChargeId, int Cents);

internal sealed record AccountRow(int Cents);

/// <summary>What an operation works on: a payment provider outside, and an account beside the keys.</summary>
internal sealed class Till(VirtualTime time)
{
    public const string Partition = "till";

    public static readonly OperationKey Key = new("charge_card", "order_123_payment_attempt");

    public static readonly Charge Request = new("ann", 500);

    /// <summary>How long the provider takes.</summary>
    public TimeSpan Takes { get; init; } = TimeSpan.Zero;

    /// <summary>The process that calls the provider.</summary>
    public Fate Caller { get; set; } = Fate.Immortal;

    /// <summary>The charges that the provider made.</summary>
    public int Charges { get; private set; }

    public Task<Charged> ChargeAsync(Charge charge, CancellationToken cancellation) => Caller.AroundAsync(async () =>
    {
        await Task.Delay(Takes, time, cancellation);
        return new Charged($"ch_{++Charges}", charge.Cents);
    });

    /// <summary>Takes the cents from an account that stands beside the key.</summary>
    public static async Task<Charged> DebitAsync(Charge charge, BarrierRows rows)
    {
        var account = await rows.FindAsync<AccountRow>("account|" + charge.Customer) ?? new AccountRow(10_000);
        rows.Put("account|" + charge.Customer, new AccountRow(account.Cents - charge.Cents));
        return new Charged("debit_1", charge.Cents);
    }

    public static async Task<int> BalanceAsync(IPartitionStore store, string customer = "ann") =>
        (await new BarrierRows(store, Partition, null, default).FindAsync<AccountRow>("account|" + customer))?.Cents ?? 10_000;

    public static IdempotentOperations Of(World world) => world.Get<IdempotentOperations>();

    public Task<Processed<Charged>> OnceAsync(World world, OperationKey? key = null, Charge? request = null) =>
        Of(world).ProcessOnceAsync(key ?? Key, request ?? Request, ChargeAsync);

    public static Task<Processed<Charged>> DebitOnceAsync(World world, OperationKey? key = null, Charge? request = null, string partition = Partition) =>
        Of(world).ProcessOnceAsync(key ?? Key, partition, request ?? Request, DebitAsync);
}

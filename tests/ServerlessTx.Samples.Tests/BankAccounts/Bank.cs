using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Accepted = ServerlessTx.CommandResult<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountEvent>.Accepted;

namespace ServerlessTx.Samples.Tests;

/// <summary>Bank accounts in virtual time, each process with a memory of its own over one store.</summary>
internal sealed class Bank(VirtualTime time, IPartitionStore? store = null)
{
    public IPartitionStore Store { get; } = store ?? new MemoryPartitionStore();

    public Aggregates<Account, AccountCommand, AccountEvent> Accounts => field ??= Process();

    /// <summary>What a process knows that has just started: nothing.</summary>
    public Aggregates<Account, AccountCommand, AccountEvent> Process(IPartitionStore? through = null) => new(Account.Type, through ?? Store, time);

    /// <summary>Its projections, by a process that has just started.</summary>
    public Projector<Account> Projector(IPartitionStore? through = null, params IReadOnlyList<Projection<Account>> projections) => new(
        Process(through).Projected,
        projections.Count > 0 ? projections : [AccountProjections.ByCustomer, AccountProjections.Ledger],
        time,
        RandomNumberGenerator.Create(),
        NullLogger<Projector<Account>>.Instance);

    /// <summary>The source's account: opened with 1000, a paycheck of 500 and 200 from a machine, an hour between each.</summary>
    public async Task<string> SourcesAccountAsync()
    {
        const string id = "account_12345";
        await DoAsync(id, new AccountCommand.Open("cust_567", "EUR", 1000m));
        await Task.Delay(TimeSpan.FromHours(1), time);
        await DoAsync(id, new AccountCommand.Deposit(500m, "paycheck"));
        await Task.Delay(TimeSpan.FromHours(1), time);
        await DoAsync(id, new AccountCommand.Withdraw(200m, "atm_123"));
        return id;
    }

    public async Task<Aggregate<Account>> DoAsync(string id, AccountCommand command) =>
        Assert.IsType<Accepted>(await Accounts.HandleAsync(id, command)).Aggregate;

    public async Task<Aggregate<Account>> OpenAsync(string id, int deposits)
    {
        var account = await DoAsync(id, new AccountCommand.Open("cust_1", "EUR", 0m));
        for (var i = 0; i < deposits; i++)
            account = await DoAsync(id, new AccountCommand.Deposit(1m));
        return account;
    }
}

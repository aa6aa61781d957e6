using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class EntityFrameworkTests(Servers servers)
{
    [Fact]
    public async Task Entity_Framework_works_on_the_connection_and_transaction_that_are_prepared()
    {
        await using var bank = new Bank(servers.One.ConnectionString);
        bank.Work = WithdrawAsync;
        var account = await bank.OpenAsync(100m);

        var branch = new Branch(bank.Manager, new(account, -30m));
        Assert.Equal(Verdict.Done, (await branch.PrepareAsync()).Verdict);
        Assert.Equal(100m, await bank.BalanceAsync(account));
        await branch.CommitAsync();
        Assert.Equal(70m, await bank.BalanceAsync(account));

        var refused = new Branch(bank.Manager, new(account, -100m));
        Assert.Equal("violates_no_debts", (await refused.PrepareAsync()).Reason);
    }

    private static async Task<StepAnswer<LockedRows>> WithdrawAsync(Call<Change> call, NpgsqlTransaction transaction)
    {
        await using var context = new BankContext(transaction.Connection!);
        await context.Database.UseTransactionAsync(transaction, call.Cancellation);
        var account = await context.Accounts.FromSql($"SELECT * FROM account WHERE id = {call.Input.Account} FOR UPDATE").SingleAsync(call.Cancellation);
        account.Balance += call.Input.Amount;
        await context.SaveChangesAsync(call.Cancellation);
        return new LockedRows($"account:{account.Id}");
    }

    private sealed class BankContext(NpgsqlConnection connection) : DbContext
    {
        public DbSet<Account> Accounts => Set<Account>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(connection);

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Account>(account =>
        {
            account.ToTable("account");
            account.Property(row => row.Id).HasColumnName("id");
            account.Property(row => row.Balance).HasColumnName("balance");
        });
    }

    private sealed class Account
    {
        public string Id { get; init; } = "";

        public decimal Balance { get; set; }
    }
}

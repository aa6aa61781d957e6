using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Samples.Tests;

/// <summary>What a projection cannot make of one aggregate waits, is named, and holds up nobody.</summary>
public sealed class ProjectionTroubles
{
    /// <summary>Sixty characters, which are 540 where a key holds 512.</summary>
    private static readonly string LongName = new('\u6f22', 60);

    [Fact]
    public void A_row_may_have_a_name_that_no_key_holds() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        var projector = bank.Projector();
        await projector.EnsureAsync();
        await bank.DoAsync("a", new AccountCommand.Open(LongName, "EUR", 1m));
        await bank.DoAsync("b", new AccountCommand.Open("ann", "EUR", 2m));
        await projector.RunAsync();
        await projector.RebuildAsync("balances_by_customer");
        await ProjectedBank.AgreesAsync(bank, projector, ["a", "b"]);
        Assert.Equal(1m, (await projector.FindAsync(AccountProjections.ByCustomer, LongName))!.Balances["EUR"]);
        return true;
    });

    [Theory]
    [InlineData("share")]
    [InlineData("row")]
    [InlineData("add")]
    public void An_account_that_a_projection_fails_at_waits_is_named_and_holds_up_nobody(string where) => VirtualTime.Run(async time =>
    {
        var (bank, log) = (new Bank(time), new KeptLog());
        var picky = Picky(where);
        var projector = new Projector<Account>(
            bank.Process().Projected, [picky, AccountProjections.ByCustomer], time, RandomNumberGenerator.Create(), new Logger<Projector<Account>>(LoggerFactory.Create(
                logging => logging.AddProvider(log))));
        await projector.EnsureAsync();
        string[] ids = [.. Enumerable.Range(0, 20).Select(i => $"account_{i}")];
        foreach (var id in ids)
            await bank.DoAsync(id, new AccountCommand.Open("ann", "EUR", id == "account_7" ? 13m : 1m));

        Assert.Equal(19, await projector.RunAsync());
        Assert.Equal(1, (await projector.LagAsync()).Waiting);
        Assert.Equal(new LedgerTotal(19, 19m), await projector.FindAsync(picky, "EUR"));
        Assert.Equal(20, (await projector.FindAsync(AccountProjections.ByCustomer, "ann"))!.Accounts);
        Assert.StartsWith("Error: The projection ledger leaves out account_7", Assert.Single(log.Lines), StringComparison.Ordinal);

        await projector.RebuildAsync("ledger");
        Assert.Equal(new LedgerTotal(19, 19m), await projector.FindAsync(picky, "EUR"));
        return true;
    });

    /// <summary>A ledger that fails somewhere at thirteen.</summary>
    private static Projection<Account, AccountShare, LedgerTotal> Picky(string where)
    {
        var honest = AccountProjections.Ledger;
        return new("ledger", version: 1)
        {
            Share = (id, account) => At("share", account.Balance, honest.Share(id, account)),
            Row = share => At("row", share.Balance, honest.Row(share)),
            Empty = honest.Empty,
            Add = (row, share) => At("add", share.Balance, honest.Add(row, share)),
            Subtract = honest.Subtract,
        };

        T At<T>(string here, decimal balance, T otherwise) => here == where && balance == 13m ? throw new OverflowException("An unlucky number.") : otherwise;
    }
}

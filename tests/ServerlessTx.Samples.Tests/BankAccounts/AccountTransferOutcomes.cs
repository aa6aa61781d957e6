using Accounts = ServerlessTx.Aggregates<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountCommand, ServerlessTx.Samples.AccountEvent>;

namespace ServerlessTx.Samples.Tests;

/// <summary>Two accounts under each of the protocols: what the transaction records, and what is left in the accounts' own streams.</summary>
public sealed class AccountTransferOutcomes
{
    [Fact]
    public void A_saga_takes_and_puts() => Assert.Equal(
        """
        started            account_transfer_saga
        step_done          withdraw
        decided            going_forward
        step_done          deposit
        completed
        a: AccountOpened MoneyWithdrawn, 70
        b: AccountOpened MoneyDeposited, 130
        """, Run("account_transfer_saga"));

    [Fact]
    public void A_saga_whose_account_refuses_undoes_nothing() => Assert.Equal(
        """
        started            account_transfer_saga
        step_refused       withdraw: insufficient_funds
        decided            compensating: insufficient_funds
        compensated
        a: AccountOpened, 100
        b: AccountOpened, 100
        """, Run("account_transfer_saga", amount: 101));

    [Fact]
    public void A_saga_whose_second_account_is_closed_gives_back_by_an_event() => Assert.Equal(
        """
        started            account_transfer_saga
        step_done          withdraw
        decided            going_forward
        step_refused       deposit: account_closed
        turned_back        account_closed
        step_compensated   withdraw
        compensated
        a: AccountOpened MoneyWithdrawn MoneyDeposited, 100
        b: AccountOpened AccountClosed, 0
        """, Run("account_transfer_saga", closed: "b"));

    [Fact]
    public void A_tcc_holds_then_moves() => Assert.Equal(
        """
        started            account_transfer_tcc
        reserved           debited_account
        reserved           credited_account
        decided            confirm
        confirmed          debited_account
        confirmed          credited_account
        confirmed
        a: AccountOpened MoneyHeld HoldTaken, 70
        b: AccountOpened MoneyHeld HoldReleased MoneyDeposited, 130
        """, Run("account_transfer_tcc"));

    [Fact]
    public void A_tcc_that_one_refuses_releases_the_hold_of_the_other_and_leaves_no_trace_in_the_one() => Assert.Equal(
        """
        started            account_transfer_tcc
        reserved           debited_account
        try_refused        credited_account: no_such_account
        decided            cancel: no_such_account
        cancelled          debited_account
        cancelled          credited_account
        cancelled
        a: AccountOpened MoneyHeld HoldReleased, 100
        nobody: , 0
        """, Run("account_transfer_tcc", to: "nobody"));

    [Fact]
    public void Two_phases_commit_what_both_hold() => Assert.Equal(
        """
        started            account_transfer_2pc
        prepared           debited_account
        prepared           credited_account
        decided            commit
        committed          debited_account
        committed          credited_account
        committed
        a: AccountOpened MoneyHeld HoldTaken, 70
        b: AccountOpened MoneyHeld HoldReleased MoneyDeposited, 130
        """, Run("account_transfer_2pc"));

    [Fact]
    public void Two_phases_abort_when_one_votes_no() => Assert.Equal(
        """
        started            account_transfer_2pc
        voted_no           debited_account: insufficient_funds
        prepared           credited_account
        decided            abort: insufficient_funds
        aborted            debited_account
        aborted            credited_account
        aborted
        a: AccountOpened, 100
        b: AccountOpened MoneyHeld HoldReleased, 100
        """, Run("account_transfer_2pc", amount: 101));

    /// <summary>The cancel comes first and leaves a mark; the try that comes behind it finds the mark and holds nothing.</summary>
    [Theory]
    [InlineData(Phase.Try, Phase.Cancel)]
    [InlineData(Phase.Prepare, Phase.Abort)]
    [InlineData(Phase.Action, Phase.Undo)]
    public void What_is_turned_back_before_it_came_leaves_no_event_and_is_refused_later(Phase first, Phase turned) => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 100);
        var calls = new DirectCalls(time, bank.Store);
        var from = new DebitedAccount(bank.Accounts, new Barrier(bank.Store, time));
        var id = calls.NewId();
        Call<TransferMoney> Call(Phase phase) => calls.Transfer(id, phase, amount: 30);
        Task AskAsync(Phase phase) => phase switch
        {
            Phase.Try => from.TryAsync(Call(phase)),
            Phase.Cancel => from.CancelAsync(Call(phase)),
            Phase.Prepare => from.PrepareAsync(Call(phase)),
            Phase.Abort => from.AbortAsync(Call(phase)),
            Phase.Action => from.WithdrawAsync(Call(phase)),
            _ => from.RefundAsync(Call(phase), moved: null),
        };
        await AskAsync(turned);
        await AskAsync(first);
        await AskAsync(turned);
        var account = await bank.Accounts.LoadAsync("a");
        Assert.Equal((101, 100m, null), (account.Version, account.State.Balance, account.State.Holds));
        return true;
    });

    [Fact]
    public void What_is_held_is_nobody_elses_and_the_account_stays_open() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 1);
        await bank.DoAsync("a", new AccountCommand.Hold("h", 1m));
        Assert.Equal("insufficient_funds", await RefusalAsync(bank, new AccountCommand.Withdraw(0.01m)));
        Assert.Equal("insufficient_funds", await RefusalAsync(bank, new AccountCommand.Hold("i", 0.01m)));
        Assert.Equal("already_held", await RefusalAsync(bank, new AccountCommand.Hold("h", 0m)));
        Assert.Equal("no_such_hold", await RefusalAsync(bank, new AccountCommand.Take("i")));
        await bank.DoAsync("a", new AccountCommand.Release("h"));
        await bank.DoAsync("a", new AccountCommand.Hold("j", 0m));
        await bank.DoAsync("a", new AccountCommand.Withdraw(1m));
        Assert.Equal("account_in_use", await RefusalAsync(bank, new AccountCommand.Close()));
        return true;
    });

    private static async Task<string> RefusalAsync(Bank bank, AccountCommand command) =>
        Assert.IsType<CommandResult<Account, AccountEvent>.Refused>(await bank.Accounts.HandleAsync("a", command)).Reason;

    private static string Run(string workflow, string to = "b", decimal amount = 30, string? closed = null) => VirtualTime.Run(async time =>
    {
        var host = new SampleHost(time, new MemoryPartitionStore());
        var accounts = host.Get<Accounts>();
        foreach (var id in new[] { "a", "b" })
            await accounts.HandleAsync(id, new AccountCommand.Open("cust_1", "EUR", id == closed ? 0m : 100m));
        if (closed is not null)
            await accounts.HandleAsync(closed, new AccountCommand.Close());
        var transcript = await host.EndAsync(await host.StartAsync(workflow, Inputs.Transfer("a", to, amount)));
        return $"{transcript}\n{await StandsAsync(accounts, "a")}\n{await StandsAsync(accounts, to)}";
    });

    private static async Task<string> StandsAsync(Accounts accounts, string id)
    {
        var account = await accounts.LoadAsync(id);
        Assert.Null(account.State.Holds);
        return $"{id}: {string.Join(' ', (await accounts.HistoryAsync(id)).Select(happened => happened.Type))}, {account.State.Balance}";
    }
}

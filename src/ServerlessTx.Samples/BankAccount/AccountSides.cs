using Accounts = ServerlessTx.Aggregates<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountCommand, ServerlessTx.Samples.AccountEvent>;

namespace ServerlessTx.Samples;

/// <summary>The account that money leaves.</summary>
public sealed class DebitedAccount(Accounts accounts, Barrier barrier) : AccountParticipant(accounts, barrier)
{
    public Task<StepAnswer<AccountMoved>> WithdrawAsync(Call<TransferMoney> call) => StepAsync(call, new AccountCommand.Withdraw(call.Input.Amount));

    /// <summary>The compensating event. A customer who has closed the account meanwhile cannot be given it back, and evidence says so.</summary>
    public Task<Conclusion> RefundAsync(Call<TransferMoney> call, AccountMoved? moved) =>
        ConcludeAsync(call, new AccountCommand.Deposit(call.Input.Amount, call.ForwardKey));

    private protected override string AccountOf(TransferMoney input) => input.From;

    private protected override AccountCommand HoldFor(Call<TransferMoney> call) => new AccountCommand.Hold(HoldOf(call), call.Input.Amount);

    private protected override AccountCommand SettleFor(Call<TransferMoney> call) => new AccountCommand.Take(HoldOf(call));
}

/// <summary>The account that money comes to. A hold of nothing keeps it open until then.</summary>
public sealed class CreditedAccount(Accounts accounts, Barrier barrier) : AccountParticipant(accounts, barrier)
{
    public Task<StepAnswer<AccountMoved>> DepositAsync(Call<TransferMoney> call) => StepAsync(call, new AccountCommand.Deposit(call.Input.Amount, call.Key));

    private protected override string AccountOf(TransferMoney input) => input.To;

    private protected override AccountCommand HoldFor(Call<TransferMoney> call) => new AccountCommand.Hold(HoldOf(call), 0m);

    private protected override AccountCommand SettleFor(Call<TransferMoney> call) => new AccountCommand.Fill(HoldOf(call), call.Input.Amount);
}

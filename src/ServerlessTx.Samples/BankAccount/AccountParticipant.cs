using Accounts = ServerlessTx.Aggregates<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountCommand, ServerlessTx.Samples.AccountEvent>;
using Result = ServerlessTx.CommandResult<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountEvent>;

namespace ServerlessTx.Samples;

/// <summary>
/// An account as a participant of transactions: its events stand in the batch of the barrier's row, so that a call that comes twice happens
/// once, and what turns it back is an event of its own, since nothing that has happened is taken out of a stream.
/// </summary>
public abstract class AccountParticipant(Accounts accounts, Barrier barrier) : ITccParticipant<TransferMoney>, IResourceManager<TransferMoney>
{
    public async Task<Reservation> TryAsync(Call<TransferMoney> call) => await barrier.TryAsync(call, await PartitionAsync(call), async rows =>
        await AskAsync(rows, call, HoldFor(call)) is { } reason ? Reservation.Refused(reason) : Reservation.Reserved(new AccountHeld(HoldOf(call))));

    public Task<Conclusion> ConfirmAsync(Call<TransferMoney> call) => ConcludeAsync(call, SettleFor(call));

    public Task<Conclusion> CancelAsync(Call<TransferMoney> call) => ConcludeAsync(call, new AccountCommand.Release(HoldOf(call)));

    public async Task<Vote> PrepareAsync(Call<TransferMoney> call) => await barrier.PrepareAsync(call, await PartitionAsync(call), async rows =>
        await AskAsync(rows, call, HoldFor(call)) is { } reason ? Vote.No(reason) : Vote.Prepared(new AccountHeld(HoldOf(call))));

    public Task<Conclusion> CommitAsync(Call<TransferMoney> call) => ConcludeAsync(call, SettleFor(call));

    public Task<Conclusion> AbortAsync(Call<TransferMoney> call) => ConcludeAsync(call, new AccountCommand.Release(HoldOf(call)));

    /// <summary>Which of the two accounts it is.</summary>
    private protected abstract string AccountOf(TransferMoney input);

    /// <summary>What promises that the second phase will not be refused.</summary>
    private protected abstract AccountCommand HoldFor(Call<TransferMoney> call);

    /// <summary>What the promise comes to.</summary>
    private protected abstract AccountCommand SettleFor(Call<TransferMoney> call);

    private protected static string HoldOf(Call<TransferMoney> call) => SampleId.Of("hold", call);

    private protected async Task<StepAnswer<AccountMoved>> StepAsync(Call<TransferMoney> call, AccountCommand command) =>
        await barrier.StepAsync<AccountMoved>(call, await PartitionAsync(call), async rows =>
            await AskAsync(rows, call, command) is { } reason ? Refusal.Because(reason) : new AccountMoved(AccountOf(call.Input), call.Input.Amount));

    private protected async Task<Conclusion> ConcludeAsync(Call<TransferMoney> call, AccountCommand command) =>
        await barrier.ConcludeAsync(call, await PartitionAsync(call), async rows =>
            await AskAsync(rows, call, command) is { } reason ? Conclusion.Heuristic(reason) : Conclusion.Done(new AccountMoved(AccountOf(call.Input), call.Input.Amount)));

    /// <returns>Why it is refused, or nothing.</returns>
    private async Task<string?> AskAsync(BarrierRows rows, Call<TransferMoney> call, AccountCommand command) =>
        (await accounts.HandleAsync(rows, AccountOf(call.Input), command, call.Cancellation) as Result.Refused)?.Reason;

    private Task<string> PartitionAsync(Call<TransferMoney> call) => accounts.PartitionOfAsync(AccountOf(call.Input), call.Cancellation);
}

public sealed record AccountHeld(string HoldId);

public sealed record AccountMoved(string Account, decimal Amount);

using System.Security.Cryptography;
using System.Text.Json;
using Accounts = ServerlessTx.Aggregates<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountCommand, ServerlessTx.Samples.AccountEvent>;
using Result = ServerlessTx.CommandResult<ServerlessTx.Samples.Account, ServerlessTx.Samples.AccountEvent>;

namespace ServerlessTx.Samples.Tests;

/// <summary>An account takes part in a transaction: its event stands in the batch of the barrier's row, and an undo is the compensating event.</summary>
public sealed class AccountsTakePart
{
    private static readonly string Transaction = TransactionId.New(DateTimeOffset.UnixEpoch.AddYears(50), 0, RandomNumberGenerator.Create()).ToString();

    private sealed record Pay(string From, decimal Amount);

    [Fact]
    public void A_step_that_comes_twice_appends_once_and_its_undo_gives_back() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 10);
        var step = new Debit(bank.Accounts, new Barrier(bank.Store, time));
        var debit = Call(time, Phase.Action);

        Assert.IsType<StepAnswer<decimal>.Done>(await step.DoAsync(debit));
        Assert.IsType<StepAnswer<decimal>.Done>(await step.DoAsync(debit));
        Assert.Equal(7m, (await bank.Accounts.LoadAsync("a")).State.Balance);
        await step.UndoAsync(Call(time, Phase.Undo));
        await step.UndoAsync(Call(time, Phase.Undo));
        Assert.Equal(["AccountOpened", .. Enumerable.Repeat("MoneyDeposited", 10), "MoneyWithdrawn", "MoneyDeposited"], (await bank.Accounts.HistoryAsync("a")).Select(happened => happened.Type));
        return true;
    });

    [Fact]
    public void An_undo_without_its_step_leaves_a_mark_and_the_step_is_refused() => VirtualTime.Run(async time =>
    {
        var bank = new Bank(time);
        await bank.OpenAsync("a", 10);
        var step = new Debit(bank.Accounts, new Barrier(bank.Store, time));
        await step.UndoAsync(Call(time, Phase.Undo));
        Assert.IsType<StepAnswer<decimal>.Refused>(await step.DoAsync(Call(time, Phase.Action)));
        Assert.Equal(11, (await bank.Accounts.LoadAsync("a")).Version);
        return true;
    });

    [Fact]
    public void In_every_order_a_step_and_a_command_beside_it_both_count()
    {
        Interleaving.Every(async (time, order) =>
        {
            var bank = new Bank(time);
            await bank.OpenAsync("a", 10);
            var (one, two) = (order.Through(bank.Store), order.Through(bank.Store));
            var (stepping, depositing) = (bank.Process(one), bank.Process(two));
            await Task.WhenAll(stepping.LoadAsync("a"), depositing.LoadAsync("a"));
            order.Close();
            var step = new Debit(stepping, new Barrier(one, time)).DoAsync(Call(time, Phase.Action));
            var deposit = depositing.HandleAsync("a", new AccountCommand.Deposit(5m));
            await order.RunAsync(step, deposit);
            Assert.Equal((12m, 13), ((await bank.Process().LoadAsync("a")).State.Balance, (int)(await bank.Process().LoadAsync("a")).Version));
        });
    }

    private static Call<Pay> Call(VirtualTime time, Phase phase) => new(new CallRequest
    {
        TransactionId = Transaction,
        Name = new CallName("debit", phase),
        Attempt = 1,
        Input = JsonElement.Parse("""{"from":"a","amount":3}"""),
        Deadline = time.GetUtcNow().AddMinutes(1),
        Results = new Dictionary<string, JsonElement>(),
        Cancellation = default,
    });

    private sealed class Debit(Accounts accounts, Barrier barrier)
    {
        public async Task<StepAnswer<decimal>> DoAsync(Call<Pay> call) => await barrier.StepAsync<decimal>(
            call, await accounts.PartitionOfAsync(call.Input.From), async rows =>
                await accounts.HandleAsync(rows, call.Input.From, new AccountCommand.Withdraw(call.Input.Amount)) is Result.Refused refused
                    ? Refusal.Because(refused.Reason)
                    : call.Input.Amount);

        public async Task<Conclusion> UndoAsync(Call<Pay> call) => await barrier.ConcludeAsync(
            call, await accounts.PartitionOfAsync(call.Input.From), async rows =>
                await accounts.HandleAsync(rows, call.Input.From, new AccountCommand.Deposit(call.Input.Amount, "refund")) is Result.Refused refused
                    ? Conclusion.Heuristic(refused.Reason)
                    : Conclusion.Done());
    }
}

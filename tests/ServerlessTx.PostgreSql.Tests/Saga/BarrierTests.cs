using Npgsql;

namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class BarrierTests(Servers servers) : IAsyncLifetime
{
    private readonly Bank _bank = new(servers.One.ConnectionString);
    private readonly string _transaction = Branch.NewId();
    private string _account = "";
    private int _worked;

    public async Task InitializeAsync() => _account = await _bank.OpenAsync(100m);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task A_step_is_done_once_and_its_answer_repeated_to_the_letter()
    {
        Assert.Equal(new StepAnswer<Taken>.Done(new Taken(30.50m, 1)), await TakeAsync(30.50m));
        Assert.Equal(new StepAnswer<Taken>.Done(new Taken(30.50m, 1)), await TakeAsync(30.50m));
        Assert.Equal(69.50m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task A_refusal_keeps_nothing_but_itself()
    {
        Assert.Equal(new StepAnswer<Taken>.Refused("too_much"), await TakeAsync(60m));
        Assert.Equal(new StepAnswer<Taken>.Refused("too_much"), await TakeAsync(1m));
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
        Assert.Equal(1, _worked);
    }

    [Fact]
    public async Task A_refusal_keeps_nothing_whatever_the_work_calls_its_savepoints()
    {
        await _bank.Database.Barrier.StepAsync<Taken>(CallOf(Phase.Action), async db =>
        {
            await db.Command("UPDATE account SET balance = 0 WHERE id = $1", _account).ExecuteNonQueryAsync();
            await db.Transaction.SaveAsync("work");
            return Refusal.Because("on_second_thoughts");
        });
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task A_step_that_throws_leaves_nothing_and_may_come_again()
    {
        await Assert.ThrowsAsync<PostgresException>(() => TakeAsync(1000m));
        Assert.Empty(await _bank.BarrierAsync(_transaction));
        Assert.IsType<StepAnswer<Taken>.Done>(await TakeAsync(10m));
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD83D')]
    public async Task A_pivot_may_refuse_with_what_no_database_stores_and_every_repeat_answers_the_same(char unstorable)
    {
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(new StepAnswer<Taken>.Refused("no such card: \uFFFD"), await _bank.Database.Barrier.StepAsync<Taken>(
                CallOf(Phase.Action), _ => Task.FromResult<StepAnswer<Taken>>(Refusal.Because($"no such card: {unstorable}"))));
        }
    }

    [Fact]
    public async Task A_conclusion_that_says_what_no_database_stores_is_one_and_every_repeat_answers_the_same()
    {
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Equal(Answer.Heuristic("already gone: \uFFFD"), (await _bank.Database.Barrier.ConcludeAsync(
                new ChildsUndo(_transaction), _ => Task.FromResult(Conclusion.Heuristic("already gone: \0")))).ToAnswer());
        }
    }

    [Theory]
    [InlineData("ROLLBACK", "The work of take ended its transaction")]
    [InlineData("ROLLBACK AND CHAIN", "The work of take ended its transaction")]
    [InlineData("SELECT * FROM no_such_table", "The work of take caught an error of the server")]
    public async Task Work_that_answers_although_its_transaction_is_at_its_end_is_no_answer_and_leaves_nothing(string sql, string message)
    {
        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(() => _bank.Database.Barrier.StepAsync<Taken>(CallOf(Phase.Action), async transaction =>
        {
            await Record.ExceptionAsync(() => transaction.Command(sql).ExecuteNonQueryAsync());
            return new Taken(1m, 1);
        }));
        Assert.StartsWith(message, unknown.Message);
        Assert.Empty(await _bank.BarrierAsync(_transaction));
        Assert.IsType<StepAnswer<Taken>.Done>(await TakeAsync(10m));
    }

    [Fact]
    public async Task An_undo_knows_what_was_done_here_and_is_done_once()
    {
        await TakeAsync(30m);
        await GiveBackAsync();
        await GiveBackAsync();
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task An_undo_without_its_action_does_nothing_and_the_late_action_is_refused()
    {
        Assert.Equal("""{"nothing_to_undo":true}""", (await GiveBackAsync()).ToAnswer().Result?.GetRawText());
        Assert.Equal(new StepAnswer<Taken>.Refused("turned_back_before"), await TakeAsync(30m));
        Assert.Equal(0, _worked);
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task What_a_child_did_is_undone_without_an_action_and_once()
    {
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            Assert.Null((await _bank.Database.Barrier.ConcludeAsync(new ChildsUndo(_transaction), async transaction =>
            {
                await transaction.Command("UPDATE account SET balance = balance + 7 WHERE id = $1", _account).ExecuteNonQueryAsync();
                return Conclusion.Done();
            })).ToAnswer().Result);
            Assert.Equal(107m, await _bank.BalanceAsync(_account));
        }
    }

    [Fact]
    public async Task Repeats_at_once_do_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakeAsync(5m))));
        Assert.All(answers, answer => Assert.Equal(new StepAnswer<Taken>.Done(new Taken(5m, 1)), answer));
        Assert.Equal(95m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task An_action_and_its_undo_at_once_leave_nothing_done()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = Branch.NewId();
            await Task.WhenAll(Task.Run(() => TakeAsync(5m, id)), Task.Run(() => GiveBackAsync(id)));
            Assert.Equal(100m, await _bank.BalanceAsync(_account));
        }
    }

    [Fact]
    public async Task Of_confirm_and_cancel_at_once_one_is_done_and_the_other_heuristic()
    {
        await _bank.Database.Barrier.TryAsync(CallOf(Phase.Try), _ => Task.FromResult(Reservation.Reserved(new Taken(1m, 1))));
        var effects = 0;
        var answers = await Task.WhenAll(new[] { Phase.Confirm, Phase.Cancel }.Select(phase => Task.Run(() =>
            _bank.Database.Barrier.ConcludeAsync(CallOf(phase), _ => Task.FromResult(Conclusion.Done(Interlocked.Increment(ref effects)))))));
        Assert.Equal(1, effects);
        Assert.Single(answers, answer => answer.ToAnswer().Verdict is Verdict.Done);
        Assert.Single(answers, answer => answer.ToAnswer().Verdict is Verdict.Heuristic);
    }

    [Fact]
    public async Task A_confirm_without_its_try_is_heuristic_and_the_late_try_is_refused()
    {
        var confirmed = await _bank.Database.Barrier.ConcludeAsync(CallOf(Phase.Confirm), _ => Task.FromResult(Conclusion.Done()));
        Assert.Equal(Answer.Heuristic("nothing had been promised here"), confirmed.ToAnswer());
        var late = await _bank.Database.Barrier.TryAsync(CallOf(Phase.Try), _ => Task.FromResult(Reservation.Reserved()));
        Assert.Equal("turned_back_before", late.ToAnswer().Reason);
    }

    private Task<StepAnswer<Taken>> TakeAsync(decimal amount, string? id = null) => _bank.Database.Barrier.StepAsync<Taken>(CallOf(Phase.Action, id), async transaction =>
    {
        var times = Interlocked.Increment(ref _worked);
        await transaction.Command("UPDATE account SET balance = balance - $2 WHERE id = $1", _account, amount).ExecuteNonQueryAsync();
        return amount > 50m ? Refusal.Because("too_much") : new Taken(amount, times);
    });

    private Task<Conclusion> GiveBackAsync(string? id = null) => _bank.Database.Barrier.ConcludeAsync(CallOf(Phase.Undo, id), async transaction =>
    {
        var taken = transaction.Forward<Taken>()!;
        await transaction.Command("UPDATE account SET balance = balance + $2 WHERE id = $1", _account, taken.Amount).ExecuteNonQueryAsync();
        return Conclusion.Done();
    });

    private LearnedCall CallOf(Phase phase, string? id = null) => new(id ?? _transaction, "take", phase, default);

    public sealed record Taken(decimal Amount, int Times);

    private sealed record ChildsUndo(string TransactionId) : IBarrierCall
    {
        public string Branch => "buy";

        public Phase Phase => Phase.Undo;

        public bool UndoesChild => true;

        public CancellationToken Cancellation => default;
    }
}

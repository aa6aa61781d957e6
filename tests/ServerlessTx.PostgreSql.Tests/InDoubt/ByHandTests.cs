namespace ServerlessTx.PostgreSql.Tests;

[Collection(nameof(OnServers))]
public sealed class ByHandTests(Servers servers) : IAsyncLifetime
{
    private static readonly BarrierAnswer Done = new(Verdict.Done, Reason: "seen to be done");
    private static readonly BarrierAnswer NotDone = new(Verdict.Heuristic, Reason: "the disk is gone");

    private readonly Bank _bank = new(servers.One.ConnectionString);
    private string _account = "";
    private Branch _branch = null!;

    public async Task InitializeAsync()
    {
        _account = await _bank.OpenAsync(100m);
        _branch = new Branch(_bank.Manager, new(_account, -30m));
        await _branch.PrepareAsync();
    }

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    [Fact]
    public async Task What_is_still_prepared_is_concluded_as_decided_whatever_a_person_says()
    {
        Assert.Equal(Verdict.Done, (await SayAsync(Phase.Commit, NotDone)).Verdict);
        Assert.Equal(70m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task What_is_still_prepared_is_rolled_back_as_decided_whatever_a_person_says()
    {
        Assert.Equal(Verdict.Done, (await SayAsync(Phase.Abort, NotDone)).Verdict);
        Assert.Equal(100m, await _bank.BalanceAsync(_account));
    }

    [Fact]
    public async Task Of_what_is_gone_their_word_is_kept_and_the_commit_that_comes_later_repeats_it()
    {
        await RollBackAsync();
        Assert.Same(NotDone, await SayAsync(Phase.Commit, NotDone));
        Assert.Equal(Answer.Heuristic("the disk is gone"), await _branch.CommitAsync());
        Assert.Equal(Verdict.Heuristic, (await SayAsync(Phase.Commit, Done)).Verdict);
    }

    [Fact]
    public async Task Of_what_is_gone_a_done_is_kept_with_what_they_say_of_it()
    {
        await RollBackAsync();
        Assert.Same(Done, await SayAsync(Phase.Commit, Done));
        Assert.Equal(["commit done seen to be done", "prepare refused turned_back_before"], await _bank.BarrierAsync(_branch.TransactionId));
    }

    [Fact]
    public async Task What_a_person_says_is_kept_without_what_no_database_stores()
    {
        await RollBackAsync();
        Assert.Equal("the \uFFFD is gone", (await SayAsync(Phase.Commit, NotDone with { Reason = "the \0 is gone" })).Reason);
        Assert.Equal(Answer.Heuristic("the \uFFFD is gone"), await _branch.CommitAsync());
    }

    [Fact]
    public async Task What_the_participant_had_answered_stands()
    {
        await _branch.CommitAsync();
        Assert.Equal(Verdict.Done, (await SayAsync(Phase.Commit, NotDone)).Verdict);
        Assert.Same(NotDone, await SayAsync(Phase.Abort, NotDone));
        Assert.Equal(Answer.Heuristic("the disk is gone"), await _branch.AbortAsync());
    }

    [Fact]
    public async Task An_undo_that_a_person_concluded_is_not_done_by_an_old_message()
    {
        var call = new LearnedCall(Branch.NewId(), "charge", Phase.Action, default);
        await _bank.Database.Barrier.StepAsync<int>(call, _ => Task.FromResult<StepAnswer<int>>(1));

        await ((IParticipantBarrier)_bank.Database).ConcludeAsync(call.TransactionId, call.Branch, Phase.Undo, Done);

        var undone = 0;
        await _bank.Database.Barrier.ConcludeAsync(call with { Phase = Phase.Undo }, _ => Task.FromResult(Conclusion.Done(++undone)));
        Assert.Equal(0, undone);
    }

    private Task<BarrierAnswer> SayAsync(Phase phase, BarrierAnswer answer) =>
        ((IParticipantBarrier)_bank.Database).ConcludeAsync(_branch.TransactionId, "accounts_db", phase, answer);

    private async Task RollBackAsync()
    {
        var gid = await _bank.ScalarAsync<string>("SELECT gid FROM pg_prepared_xacts WHERE gid LIKE '%' || $1 || '%'", _branch.TransactionId);
        await _bank.ExecuteAsync($"ROLLBACK PREPARED '{gid}'");
    }
}

namespace ServerlessTx.Contracts;

public sealed class GroupCommitFailureTests : GroupCommitTest
{
    [Fact]
    public async Task Who_conflicts_is_isolated_and_the_others_go_together_again()
    {
        await GivenAsync("taken");
        var (first, a, b, c) = (InsertAsync("first"), InsertAsync("a1", "a2"), InsertAsync("b1", "b2", "taken"), InsertAsync("c"));
        await ArriveAsync();
        Assert.Equal("a1 a2 b1 b2 taken c", await ArriveAsync());
        Assert.Equal(new CommitResult.Conflict(2), await b);
        Assert.Equal("a1 a2 c", await ArriveAsync());
        Assert.Equal([Done, Done, Done], await Task.WhenAll(first, a, c));
        Assert.Equal("a1 a2 c first taken", await ContentsAsync());
    }

    [Fact]
    public async Task After_a_second_conflict_the_rest_go_singly()
    {
        await GivenAsync("taken1", "taken2", "taken3");
        var first = InsertAsync("first");
        var members = new[] { "a", "taken1", "b", "taken2", "c", "taken3" }.Select(key => InsertAsync(key)).ToList();
        await ArriveAsync();
        Assert.Equal("a taken1 b taken2 c taken3", await ArriveAsync());
        Assert.Equal("a b taken2 c taken3", await ArriveAsync());
        Assert.Equal("a", await ArriveAsync());
        Assert.Equal("b", await ArriveAsync());
        Assert.Equal("c", await ArriveAsync());
        Assert.Equal("taken3", await ArriveAsync());
        var refused = new CommitResult.Conflict(0);
        Assert.Equal([Done, refused, Done, refused, Done, refused], await Task.WhenAll(members));
        Assert.Equal(Done, await first);
    }

    [Fact]
    public async Task Whoever_arrives_in_the_meantime_waits_until_all_are_answered()
    {
        await GivenAsync("taken");
        var commits = new[] { InsertAsync("first"), InsertAsync("taken"), InsertAsync("a") };
        await ArriveAsync();
        var held = await Gate.NextAsync();
        var late = InsertAsync("b");
        held.Arrive();
        Assert.Equal("a", await ArriveAsync());
        Assert.Equal("b", await ArriveAsync());
        await Task.WhenAll([.. commits, late]);
    }

    [Fact]
    public async Task An_unanswered_batch_is_unanswered_for_everyone_in_it_and_for_nobody_else()
    {
        var (first, a, b) = (InsertAsync("first"), InsertAsync("a"), InsertAsync("b"));
        await ArriveAsync();
        var held = await Gate.NextAsync();
        var next = InsertAsync("c");
        held.Fail(new StoreUnavailableException("Lost."));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => a);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => b);
        Assert.Equal("c", await ArriveAsync());
        Assert.Equal([Done, Done], await Task.WhenAll(first, next));
    }

    [Fact]
    public async Task An_unanswered_send_without_the_one_that_conflicted_leaves_its_conflict_as_it_is()
    {
        await GivenAsync("taken");
        var (first, a, b) = (InsertAsync("first"), InsertAsync("a"), InsertAsync("taken"));
        await ArriveAsync();
        await ArriveAsync();
        (await Gate.NextAsync()).Fail(new StoreUnavailableException("Lost."));
        Assert.Equal(new CommitResult.Conflict(0), await b);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => a);
        Assert.Equal(Done, await first);
    }

    [Fact]
    public async Task A_commit_beyond_a_limit_is_refused_before_it_joins_a_batch()
    {
        var (first, a) = (InsertAsync("first"), InsertAsync("a"));
        await Assert.ThrowsAsync<StoreLimitException>(() => InsertAsync("b", "b"));
        await ArriveAsync();
        Assert.Equal("a", await ArriveAsync());
        Assert.Equal([Done, Done], await Task.WhenAll(first, a));
    }

    [Fact]
    public async Task A_store_that_breaks_its_promise_breaks_it_for_the_batch_and_the_partition_goes_on()
    {
        var (first, a) = (InsertAsync("first"), InsertAsync("a"));
        (await Gate.NextAsync()).Fail(new InvalidOperationException("A bug."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Equal("a", await ArriveAsync());
        Assert.Equal(Done, await a);
    }
}

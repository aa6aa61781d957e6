namespace ServerlessTx.Contracts;

public sealed class GroupCommitCancellationTests : GroupCommitTest
{
    private readonly CancellationTokenSource _givingUp = new();

    [Fact]
    public async Task Who_gives_up_while_it_waits_is_not_sent()
    {
        var (first, a, b) = (InsertAsync("first"), GivingUpAsync("a"), InsertAsync("b"));
        await _givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => a);
        await ArriveAsync();
        Assert.Equal("b", await ArriveAsync());
        Assert.Equal([Done, Done], await Task.WhenAll(first, b));
    }

    [Fact]
    public async Task Who_gives_up_on_the_way_disturbs_nobody()
    {
        var (first, a, b) = (InsertAsync("first"), GivingUpAsync("a"), InsertAsync("b"));
        await ArriveAsync();
        var held = await Gate.NextAsync();
        await _givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => a);
        Assert.False(b.IsCompleted);
        held.Arrive();
        Assert.Equal([Done, Done], await Task.WhenAll(first, b));
        Assert.Equal("a b first", await ContentsAsync());
    }

    [Fact]
    public async Task Who_gives_up_on_the_way_is_not_sent_again()
    {
        await GivenAsync("taken");
        var (first, a, b, c) = (InsertAsync("first"), GivingUpAsync("a"), InsertAsync("taken"), InsertAsync("c"));
        await ArriveAsync();
        var held = await Gate.NextAsync();
        await _givingUp.CancelAsync();
        held.Arrive();
        Assert.Equal("c", await ArriveAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => a);
        Assert.Equal([Done, new CommitResult.Conflict(0), Done], await Task.WhenAll(first, b, c));
    }

    [Fact]
    public async Task A_row_keeps_its_order_while_the_answer_to_one_who_gave_up_is_out()
    {
        var a = GivingUpAsync("a");
        await _givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => a);
        var again = InsertAsync("a");
        (await Gate.NextAsync()).Arrive();
        Assert.Equal("a", await ArriveAsync());
        Assert.Equal(new CommitResult.Conflict(0), await again);
    }

    [Fact]
    public async Task A_partition_that_everyone_has_left_goes_on_with_the_next_who_comes()
    {
        Store = new GroupCommitStore(Gate, mostOnTheirWay: 1);
        var elsewhere = Store.CommitAsync("08", [new RowWrite.Insert("x", default)]);
        var a = GivingUpAsync("a");
        await _givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => a);
        Assert.Equal("x", await ArriveAsync());
        Assert.Equal(Done, await elsewhere);
        var b = InsertAsync("b");
        Assert.Equal("b", await ArriveAsync());
        Assert.Equal(Done, await b);
    }

    private Task<CommitResult> GivingUpAsync(string key) =>
        Store.CommitAsync(Partition, [new RowWrite.Insert(key, default)], _givingUp.Token);
}

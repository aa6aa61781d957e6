namespace ServerlessTx.Contracts;

public abstract partial class PartitionStoreContract
{
    [Fact]
    public async Task A_batch_that_landed_unanswered_conflicts_with_itself_and_is_found_on_reading_back()
    {
        var faulty = UnderFaults();
        faulty.Next(Fault.AfterStore);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Insert("a", "mine"), Insert("b", "mine")));
        Assert.Equal(ConflictAt(0), await CommitAsync(Insert("a", "mine"), Insert("b", "mine")));
        Assert.Equal("a=mine, b=mine", await ContentsAsync());
    }

    [Fact]
    public async Task A_batch_that_did_not_land_is_sent_again()
    {
        var faulty = UnderFaults();
        faulty.Next(Fault.BeforeStore);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Insert("a", "mine")));
        Assert.Equal("", await ContentsAsync());
        Assert.Equal(Done, await CommitAsync(Insert("a", "mine")));
    }

    [Fact]
    public async Task A_write_may_land_after_the_reading_back_that_did_not_find_it()
    {
        var faulty = UnderFaults();
        faulty.Next(Fault.Late);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Insert("a", "late")));
        Assert.Equal("", await ContentsAsync());
        Assert.Equal(Done, await faulty.LandAsync());
        Assert.Equal(ConflictAt(0), await CommitAsync(Insert("a", "again")));
        Assert.Equal("a=late", await ContentsAsync());
    }

    [Fact]
    public async Task A_write_that_lands_late_is_refused_by_the_row_that_came_before_it()
    {
        var faulty = UnderFaults();
        faulty.Next(Fault.Late);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CommitAsync(Insert("a", "late"), Insert("b", "late")));
        Assert.Equal(Done, await CommitAsync(Insert("a", "again"), Insert("b", "again")));
        Assert.Equal(ConflictAt(0), await faulty.LandAsync());
        Assert.Equal("a=again, b=again", await ContentsAsync());
    }

    [Fact]
    public async Task Everyone_in_an_unanswered_batch_reads_back_what_landed()
    {
        var faulty = UnderFaults();
        faulty.Always(Fault.AfterStore);
        var commits = Enumerable.Range(0, 20).Select(i => CommitAsync(Insert($"{i:D2}"))).ToList();
        foreach (var commit in commits)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => commit);
        Assert.Equal(20, (await RowsAsync(Everything)).Count);
    }

    private FaultyPartitionStore UnderFaults()
    {
        var faulty = new FaultyPartitionStore(_raw);
        Store = Over(faulty);
        return faulty;
    }
}

namespace ServerlessTx.Contracts;

public abstract partial class PartitionStoreContract
{
    [Fact]
    public async Task An_inserted_row_is_read_back()
    {
        Assert.Equal(Done, await CommitAsync(Insert("a", "first")));
        Assert.Equal("a=first", await ContentsAsync());
    }

    [Fact]
    public async Task A_taken_key_refuses_an_insert_and_keeps_its_row()
    {
        await GivenAsync(Insert("a", "first"));
        Assert.Equal(ConflictAt(0), await CommitAsync(Insert("a", "second")));
        Assert.Equal("a=first", await ContentsAsync());
    }

    [Fact]
    public async Task A_row_is_replaced_under_the_ETag_that_was_read()
    {
        await GivenAsync(Insert("a", "first"));
        Assert.Equal(Done, await CommitAsync(Replace("a", (await RowAsync("a")).ETag, "second")));
        Assert.Equal("a=second", await ContentsAsync());
    }

    [Fact]
    public async Task A_stale_ETag_refuses_a_replace()
    {
        await GivenAsync(Insert("a", "first"));
        var stale = (await RowAsync("a")).ETag;
        await GivenAsync(Replace("a", stale, "second"));
        Assert.Equal(ConflictAt(0), await CommitAsync(Replace("a", stale, "third")));
        Assert.Equal("a=second", await ContentsAsync());
    }

    [Fact]
    public async Task Any_ETag_replaces_a_row_that_exists()
    {
        await GivenAsync(Insert("a", "first"));
        Assert.Equal(Done, await CommitAsync(Replace("a", RowWrite.AnyETag, "second")));
        Assert.Equal("a=second", await ContentsAsync());
    }

    [Fact]
    public async Task A_row_is_deleted_under_the_ETag_that_was_read()
    {
        await GivenAsync(Insert("a"), Insert("b"));
        Assert.Equal(Done, await CommitAsync(Delete("a", (await RowAsync("a")).ETag)));
        Assert.Equal("b=", await ContentsAsync());
    }

    [Fact]
    public async Task A_stale_ETag_refuses_a_delete()
    {
        await GivenAsync(Insert("a", "first"));
        var stale = (await RowAsync("a")).ETag;
        await GivenAsync(Replace("a", stale, "second"));
        Assert.Equal(ConflictAt(0), await CommitAsync(Delete("a", stale)));
        Assert.Equal("a=second", await ContentsAsync());
    }

    [Fact]
    public async Task Any_ETag_deletes_a_row_that_exists()
    {
        await GivenAsync(Insert("a"));
        Assert.Equal(Done, await CommitAsync(Delete("a")));
        Assert.Equal("", await ContentsAsync());
    }

    [Fact]
    public async Task An_absent_row_is_neither_replaced_nor_deleted()
    {
        await GivenAsync(Insert("a"));
        var gone = (await RowAsync("a")).ETag;
        await GivenAsync(Delete("a"));
        Assert.Equal(ConflictAt(0), await CommitAsync(Replace("a", RowWrite.AnyETag)));
        Assert.Equal(ConflictAt(0), await CommitAsync(Replace("a", gone)));
        Assert.Equal(ConflictAt(0), await CommitAsync(Delete("a")));
        Assert.Equal(ConflictAt(0), await CommitAsync(Delete("a", gone)));
        Assert.Equal("", await ContentsAsync());
    }

    [Fact]
    public async Task Every_write_of_a_row_changes_its_ETag_even_when_it_says_the_same()
    {
        var seen = new HashSet<string>();
        await GivenAsync(Insert("a", "same"));
        Assert.True(seen.Add((await RowAsync("a")).ETag));
        await GivenAsync(Replace("a", RowWrite.AnyETag, "same"));
        Assert.True(seen.Add((await RowAsync("a")).ETag));
        await GivenAsync(Delete("a"));
        await GivenAsync(Insert("a", "same"));
        Assert.True(seen.Add((await RowAsync("a")).ETag));
    }

    [Fact]
    public async Task One_batch_inserts_replaces_and_deletes()
    {
        await GivenAsync(Insert("a", "1"), Insert("b", "1"));
        Assert.Equal(Done, await CommitAsync(Insert("c", "2"), Replace("b", RowWrite.AnyETag, "2"), Delete("a")));
        Assert.Equal("b=2, c=2", await ContentsAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(99)]
    public async Task A_conflict_names_its_write_and_nothing_of_the_batch_is_stored(int index)
    {
        await GivenAsync(Insert("taken", "first"), Insert("z", "first"));
        var batch = Enumerable.Range(0, 100).Select(i => (RowWrite)Insert($"new-{i:D3}")).ToArray();
        batch[index] = Insert("taken", "second");
        batch[(index + 50) % 100] = Replace("z", RowWrite.AnyETag, "second");
        Assert.Equal(ConflictAt(index), await CommitAsync(batch));
        Assert.Equal("taken=first, z=first", await ContentsAsync());
    }

    [Fact]
    public async Task Of_several_conflicts_the_first_is_named()
    {
        await GivenAsync(Insert("a"), Insert("b"));
        Assert.Equal(ConflictAt(1), await CommitAsync(Insert("c"), Delete("missing"), Insert("a"), Replace("none", RowWrite.AnyETag)));
    }

    [Fact]
    public async Task Partitions_know_nothing_of_each_other()
    {
        await GivenAsync(Insert("a", "here"));
        Assert.Equal(Done, await Store.CommitAsync("08", [Insert("a", "there")]));
        Assert.Equal(Done, await Store.CommitAsync("08", [Delete("a")]));
        Assert.Equal("a=here", await ContentsAsync());
    }

    [Theory]
    [InlineData("order service")]
    [InlineData("a|b-{c}")]
    [InlineData("a%20b&c=d+e")]
    [InlineData("Ünï 日本 😀")]
    public async Task A_partition_has_a_name_like_a_key(string partition)
    {
        Assert.Equal(Done, await Store.CommitAsync(partition, [Insert("a"), Insert("b")]));
        Assert.Equal(Done, await Store.CommitAsync(partition, [Replace("a", RowWrite.AnyETag, "again"), Delete("b")]));
        Assert.Equal("again", Text(Assert.Single((await Store.ReadAsync(partition, Everything)).Rows)));
    }

    [Fact]
    public async Task What_is_cancelled_before_it_is_sent_writes_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(Partition, [Insert("a")], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync(Partition, Everything, cancelled));
        Assert.Equal("", await ContentsAsync());
    }
}

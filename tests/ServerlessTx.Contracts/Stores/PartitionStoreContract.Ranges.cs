namespace ServerlessTx.Contracts;

public abstract partial class PartitionStoreContract
{
    private static readonly string[] Keys =
    [
        "e|x-1|0000000001", "e|x-1|0000000002", "e|x-10|0000000001", "e|x_1|0000000001", "e|X-1|0000000001", "k|a", "k|{a}", "k|}", "o|~",
        "a", "a ", "a a", "A", "aa", "a-b", "a.b", "a:b", "a,b", "a;b", "a=b", "a+b", "a&b", "a%b", "a%20b", "a@b", "a!b", "a*b", "a(b)",
        "a\"b", "a`b", "a^b", "a<b>", "a[b]", "a$b", "-", "..", "_", "0", "10", "9", "null", "true", "é", "É", "e\u0301", "日本", "ß", "Ω",
    ];

    [Fact]
    public async Task Rows_come_in_ordinal_key_order()
    {
        await GivenAsync([.. Keys.Reverse().Select(key => Insert(key))]);
        Assert.Equal(Keys.Order(StringComparer.Ordinal), (await RowsAsync(Everything)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_key_names_one_row_whatever_it_is_made_of()
    {
        await GivenAsync([.. Keys.Select(key => Insert(key, key))]);
        foreach (var key in Keys)
        {
            Assert.Equal(key, Text(await RowAsync(key)));
            Assert.Equal(ConflictAt(0), await CommitAsync(Insert(key)));
        }

        foreach (var key in Keys)
            Assert.Equal(Done, await CommitAsync(Replace(key, (await RowAsync(key)).ETag, $"again {key}"), Insert($"{key}!!")));
        Assert.Equal(Done, await CommitAsync([.. Keys.Select(key => Delete($"{key}!!"))]));
        foreach (var row in await RowsAsync(Everything))
        {
            Assert.Equal($"again {row.Key}", Text(row));
            Assert.Equal(Done, await CommitAsync(Delete(row.Key, row.ETag)));
        }

        Assert.Equal("", await ContentsAsync());
    }

    [Fact]
    public async Task A_range_starts_with_its_first_key_and_ends_before_its_last()
    {
        await GivenAsync(Insert("a"), Insert("b"), Insert("b-"), Insert("c"), Insert("d"));
        Assert.Equal("b, b-", await KeysAsync(new RowQuery("b", "c")));
        Assert.Equal("b-, c", await KeysAsync(new RowQuery("b ", "c-")));
        Assert.Equal("", await KeysAsync(new RowQuery("c", "c")));
        Assert.Equal("", await KeysAsync(new RowQuery("d", "a")));
        Assert.Equal("", await KeysAsync(new RowQuery("", "")));
    }

    [Fact]
    public async Task A_prefix_finds_its_keys_and_no_neighbours()
    {
        await GivenAsync(Insert("e|x"), Insert("e|x|1"), Insert("e|x|2"), Insert("e|x|\u00ff"), Insert("e|x}"), Insert("e|xx|1"), Insert("E|x|1"));
        Assert.Equal("e|x|1, e|x|2, e|x|\u00ff", await KeysAsync(RowQuery.Prefix("e|x|")));
    }

    [Fact]
    public async Task A_partition_that_was_never_written_is_empty()
    {
        var page = await Store.ReadAsync("nothing here", Everything);
        Assert.Empty(page.Rows);
        Assert.False(page.HasMore);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_read_on_behind_the_last_key_yield_every_row_once(int limit)
    {
        await GivenAsync([.. Enumerable.Range(0, 7).Select(i => Insert($"k-{i}"))]);
        var first = await Store.ReadAsync(Partition, RowQuery.Prefix("k-", limit));
        Assert.InRange(first.Rows.Count, 1, limit);
        Assert.Equal("k-0, k-1, k-2, k-3, k-4, k-5, k-6", await KeysAsync(RowQuery.Prefix("k-", limit)));
    }

    [Fact]
    public async Task A_range_of_more_rows_than_the_service_returns_at_once_is_read_whole()
    {
        await GivenAsync([.. Enumerable.Range(0, 1201).Select(i => Insert($"k-{i:D5}"))]);
        Assert.Equal(1201, (await RowsAsync(RowQuery.Prefix("k-", limit: 5000, withPayload: false))).Count);
    }

    [Fact]
    public async Task Pages_are_no_snapshot_what_is_written_ahead_is_seen_and_what_is_written_behind_is_not()
    {
        await GivenAsync(Insert("b"), Insert("c"), Insert("f"), Insert("g"));
        var first = await Store.ReadAsync(Partition, new RowQuery("a", "z", Limit: 2));
        Assert.Equal("b, c", string.Join(", ", first.Rows.Select(row => row.Key)));
        Assert.True(first.HasMore);

        await GivenAsync(Insert("a"), Insert("d"), Delete("c"), Delete("f"));
        Assert.Equal("d, g", await KeysAsync(new RowQuery("a", "z", Limit: 2).After("c")));
    }
}

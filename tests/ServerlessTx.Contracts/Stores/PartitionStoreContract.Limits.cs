namespace ServerlessTx.Contracts;

public abstract partial class PartitionStoreContract
{
    private static readonly Dictionary<string, RowWrite[]> BatchesBeyondALimit = new()
    {
        ["no write"] = [],
        ["101 writes"] = [.. Enumerable.Range(0, 101).Select(i => Insert($"k-{i:D3}"))],
        ["a batch of 3.6 MB"] = [.. Enumerable.Range(0, 4).Select(i => new RowWrite.Insert($"k-{i}", new byte[900_000]))],
        ["a batch that grows on the wire"] = [.. Enumerable.Range(0, 100).Select(i => Wide($"k-{i:D3}", "\"", 10_000))],
        ["a row of 1 MiB"] = [Insert("ok"), new RowWrite.Insert("a", new byte[1024 * 1024])],
        ["a row that is too large in UTF-16"] = [Insert("ok"), new RowWrite.Insert("a", new byte[400_000], Many(10, new string('x', 32 * 1024)))],
        ["one row twice"] = [Insert("ok"), Insert("a"), Insert("a")],
        ["one row deleted and inserted"] = [Insert("ok"), Delete("a"), Insert("a")],
        ["an empty key"] = [Insert("ok"), Insert("")],
        ["a key of 513 characters"] = [Insert("ok"), Insert(new string('k', 513))],
        ["a key of 4500 characters percent-encoded"] = [Insert("ok"), Insert(new string('日', 500))],
        ["a slash in a key"] = [Insert("ok"), Insert("a/b")],
        ["a backslash in a key"] = [Insert("ok"), Insert("a\\b")],
        ["a hash in a key"] = [Insert("ok"), Insert("a#b")],
        ["a question mark in a key"] = [Insert("ok"), Insert("a?b")],
        ["a quote in a key"] = [Insert("ok"), Insert("a',b")],
        ["a line in a key"] = [Insert("ok"), Insert("a\nb")],
        ["a control character in a key"] = [Insert("ok"), Insert("a\u0085b")],
        ["a line separator in a key"] = [Insert("ok"), Insert("a\u2028b")],
        ["half a surrogate pair in a key"] = [Insert("ok"), Insert("a\ud83d")],
        ["a column of 32 Ki characters and one"] = [Insert("ok"), Wide("a", "x", (32 * 1024) + 1)],
        ["half a surrogate pair in a column"] = [Insert("ok"), Wide("a", "\ude00", 1)],
        ["a column's name with a dash"] = [Insert("ok"), new RowWrite.Insert("a", default, Columns(("a-b", "")))],
        ["17 columns"] = [Insert("ok"), new RowWrite.Insert("a", default, Many(17, ""))],
        ["a replace with an empty ETag"] = [Insert("ok"), Replace("a", "")],
        ["a delete with an empty ETag"] = [Insert("ok"), Delete("a", "")],
    };

    public static TheoryData<string> BeyondALimit => [.. BatchesBeyondALimit.Keys];

    [Theory]
    [MemberData(nameof(BeyondALimit))]
    public async Task Beyond_a_limit_nothing_is_written(string what)
    {
        await Assert.ThrowsAsync<StoreLimitException>(() => Store.CommitAsync(Partition, BatchesBeyondALimit[what]));
        Assert.Equal("", await ContentsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a'b")]
    public async Task A_partition_is_named_like_a_key(string partition) =>
        await Assert.ThrowsAsync<StoreLimitException>(() => Store.CommitAsync(partition, [Insert("a")]));

    [Fact]
    public async Task A_batch_holds_a_hundred_writes()
    {
        Assert.Equal(Done, await CommitAsync([.. Enumerable.Range(0, 100).Select(i => Insert($"k-{i:D3}"))]));
        Assert.Equal(Done, await CommitAsync([.. Enumerable.Range(0, 100).Select(i => Delete($"k-{i:D3}"))]));
    }

    [Theory]
    [InlineData("k")]
    [InlineData("é")]
    [InlineData("%")]
    public async Task Keys_have_512_characters(string character)
    {
        var keys = Enumerable.Range(0, 100).Select(i => string.Concat(Enumerable.Repeat(character, 510)) + $"{i:D2}").ToList();
        Assert.Equal(Done, await CommitAsync([.. keys.Select(key => Insert(key))]));
        Assert.Equal(Done, await CommitAsync([.. keys.Select(key => Replace(key, RowWrite.AnyETag, "again"))]));
        Assert.Equal(keys, (await RowsAsync(Everything)).Select(row => row.Key));
        Assert.Equal(Done, await CommitAsync([.. keys.Select(key => Delete(key))]));
    }

    [Fact]
    public async Task A_row_holds_a_million_bytes() => await FillAsync(1, new byte[StoreLimits.RowBytes - 200]);

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0xFB, 0xEF, 0xBE })]
    [InlineData(new byte[] { 0xFF })]
    public async Task A_full_batch_lands_whatever_its_bytes_look_like_on_the_wire(byte[] pattern)
    {
        var payload = Enumerable.Repeat(pattern, 960_000 / pattern.Length).SelectMany(bytes => bytes).ToArray();
        await FillAsync(3, payload);
    }

    [Theory]
    [InlineData("x", 25_000)]
    [InlineData("\"", 4_000)]
    [InlineData("日", 4_000)]
    public async Task A_batch_full_of_columns_lands(string character, int length)
    {
        Assert.Equal(Done, await CommitAsync([.. Enumerable.Range(0, 100).Select(i => Wide($"k-{i:D3}", character, length))]));
        Assert.Equal(100, (await RowsAsync(Everything)).Count(row => row.Columns["wide"].Length == length));
    }

    private async Task FillAsync(int rows, byte[] payload)
    {
        Assert.Equal(Done, await CommitAsync([.. Enumerable.Range(0, rows).Select(i => new RowWrite.Insert($"k-{i}", payload))]));
        Assert.All(await RowsAsync(Everything), row => Assert.True(row.Payload.Span.SequenceEqual(payload)));
    }

    private static RowWrite.Insert Wide(string key, string character, int length) =>
        new(key, default, Columns(("wide", string.Concat(Enumerable.Repeat(character, length)))));

    private static Dictionary<string, string> Many(int columns, string value) =>
        Enumerable.Range(0, columns).ToDictionary(i => $"column_{i}", _ => value);
}

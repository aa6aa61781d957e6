namespace ServerlessTx.Contracts;

public abstract partial class PartitionStoreContract
{
    private const int Chunk = 64 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(2 * Chunk)]
    [InlineData(900_000)]
    public async Task A_payload_comes_back_to_the_byte(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        await GivenAsync(new RowWrite.Insert("a", payload));
        Assert.Equal(payload, (await RowAsync("a")).Payload.ToArray());
    }

    [Fact]
    public async Task A_replaced_row_keeps_nothing_of_what_it_was()
    {
        await GivenAsync(new RowWrite.Insert("a", new byte[(2 * Chunk) + 1], Columns(("status", "running"), ("workflow", "order"))));
        await GivenAsync(new RowWrite.Replace("a", RowWrite.AnyETag, Bytes("small"), Columns(("due", "now"))));
        var row = await RowAsync("a");
        Assert.Equal("small", Text(row));
        Assert.Equal("due=now", Print(row.Columns));

        await GivenAsync(Replace("a", RowWrite.AnyETag));
        row = await RowAsync("a");
        Assert.Equal("", Text(row));
        Assert.Equal("", Print(row.Columns));
    }

    [Fact]
    public async Task A_payload_belongs_to_the_store_once_it_is_written()
    {
        var payload = Bytes("written");
        await GivenAsync(new RowWrite.Insert("a", payload));
        payload[0] = 0;
        Assert.Equal("written", Text(await RowAsync("a")));
    }

    [Fact]
    public async Task Columns_are_read_without_the_payload_and_the_ETag_with_them()
    {
        await GivenAsync(
            new RowWrite.Insert("a", new byte[Chunk + 1], Columns(("status", "running"), ("workflow", "order"))),
            new RowWrite.Insert("b", Bytes("payload"), Columns(("status", "stuck"))),
            Insert("c", "payload"));
        var rows = await RowsAsync(Everything with { WithPayload = false });
        Assert.Equal(
            "a: status=running workflow=order; b: status=stuck; c: ",
            string.Join("; ", rows.Select(row => $"{row.Key}: {Print(row.Columns)}")));
        Assert.All(rows, row => Assert.Equal(0, row.Payload.Length));
        Assert.Equal(Done, await CommitAsync([.. rows.Select(row => Delete(row.Key, row.ETag))]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("2026-07-01T12:00:00.0000000Z")]
    [InlineData("42")]
    [InlineData("true")]
    [InlineData("5f2b6a0e-8d33-4c4e-9a49-0a3f8f5f6f10")]
    [InlineData("W/\"datetime'2026'\"")]
    [InlineData("a=b,c\r\n\t\0 \\ \" ' < > & + é 日本 😀")]
    public async Task A_column_comes_back_as_the_string_it_was(string value)
    {
        await GivenAsync(new RowWrite.Insert("a", default, Columns(("before", "1"), ("value", value), ("zone", "2"))));
        Assert.Equal(value, (await RowAsync("a")).Columns["value"]);
        Assert.Equal(3, (await RowAsync("a")).Columns.Count);
    }

    [Fact]
    public async Task A_column_may_have_any_name_even_one_that_the_service_uses()
    {
        string[] names = ["PartitionKey", "RowKey", "Timestamp", "ETag", "p0", "c0", "C0", "n", "1"];
        var columns = names.ToDictionary(name => name, name => $"of {name}");
        await GivenAsync(new RowWrite.Insert("a", Bytes("payload"), columns));
        var row = await RowAsync("a");
        Assert.Equal(Print(columns), Print(row.Columns));
        Assert.Equal("a=payload", $"{row.Key}={Text(row)}");
    }

    private static Dictionary<string, string> Columns(params (string Name, string Value)[] columns) =>
        columns.ToDictionary(column => column.Name, column => column.Value);

    private static string Print(IReadOnlyDictionary<string, string> columns) =>
        string.Join(" ", columns.OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => $"{column.Key}={column.Value}"));
}

namespace ServerlessTx.Contracts;

/// <summary>Each limit at its bound, where it still holds, and one beyond it, in the words that say what was found.</summary>
public sealed class StoreLimitTests
{
    private const string Partition = "shard-00";

    // By hand: 600 for a write, a byte for a plain character, six for one that grows on the wire, the payload as it is.
    [Theory]
    [InlineData("k", 0, "", 601)]
    [InlineData("k", 10, "", 611)]
    [InlineData("key", 0, "abc", 606)]
    [InlineData("k", 0, "a\"b", 609)]
    [InlineData("k", 0, "é", 607)]
    [InlineData("k", 0, "<&'+\\>`\n", 649)]
    public void A_write_takes_about_what_it_is_on_the_wire(string key, int payload, string column, int bytes) => Assert.Equal(
        bytes, StoreLimits.SizeOf(new RowWrite.Replace(key, RowWrite.AnyETag, new byte[payload], Columns("c", column))));

    [Fact]
    public void A_delete_takes_its_key_only() => Assert.Equal(601, StoreLimits.SizeOf(new RowWrite.Delete("k", "etag")));

    [Fact]
    public void A_batch_ends_at_its_last_byte()
    {
        var rest = StoreLimits.BatchBytes - (3 * (600 + 1 + 900_000));
        RowWrite[] full =
        [
            .. Enumerable.Range(0, 3).Select(i => new RowWrite.Insert($"{i}", new byte[900_000])),
            new RowWrite.Insert("r", new byte[rest - 601]),
        ];
        StoreLimits.Check(Partition, full);
        full[3] = new RowWrite.Insert("r", new byte[rest - 600]);
        Assert.Equal("A batch holds at most 2900000 bytes, this one 2900001.", Refusal(full));
    }

    [Fact]
    public void A_row_ends_at_its_last_byte()
    {
        // The key and a column's name and value count two bytes a character.
        const int Named = 2 * (3 + 1 + 5);
        StoreLimits.Check(Partition, [new RowWrite.Insert("key", new byte[StoreLimits.RowBytes - Named], Columns("c", "12345"))]);
        Assert.Equal(
            "A row holds at most 1000000 bytes; 'key' has 1000001.",
            Refusal(new RowWrite.Insert("key", new byte[StoreLimits.RowBytes - Named + 1], Columns("c", "12345"))));
    }

    [Fact]
    public void A_key_and_a_column_end_at_their_last_character()
    {
        StoreLimits.Check(new string('p', 512), [Insert(new string('k', 512), "c", new string('x', 32 * 1024))]);
        Assert.Equal("A key has 1 to 512 characters, this one 513.", Refusal(Insert(new string('k', 513))));
        Assert.Equal("A key has 1 to 512 characters, this one 0.", Refusal(Insert("")));
        Assert.Equal(
            "A column holds at most 32768 characters; 'c' of 'k' has 32769.", Refusal(Insert("k", "c", new string('x', (32 * 1024) + 1))));
    }

    [Fact]
    public void A_partition_is_called_by_its_name() => Assert.Equal(
        "A partition has 1 to 512 characters, this one 513.",
        Assert.Throws<StoreLimitException>(() => StoreLimits.Check(new string('p', 513), [Insert("k")])).Message);

    // Nine characters percent-encoded each: 3,500 of them are 388 and eight plain ones.
    [Fact]
    public void An_address_ends_at_its_last_encoded_character()
    {
        StoreLimits.Check(Partition, [Insert(new string('日', 388))]);
        Assert.Equal(
            "A partition and a key have together at most 3500 characters percent-encoded, these 3501.",
            Refusal(Insert(new string('日', 388) + "a")));
    }

    [Fact]
    public void A_batch_holds_1_to_100_writes_of_a_row_each()
    {
        StoreLimits.Check(Partition, [.. Enumerable.Range(0, 100).Select(i => Insert($"{i}"))]);
        Assert.Equal("A batch holds 1 to 100 writes, this one 101.", Refusal([.. Enumerable.Range(0, 101).Select(i => Insert($"{i}"))]));
        Assert.Equal("A batch holds 1 to 100 writes, this one 0.", Refusal());
        Assert.Equal("A batch writes a row once; 'k' stands in it twice.", Refusal(Insert("k"), Insert("k")));
    }

    [Fact]
    public void Sixteen_columns_with_names_of_64_characters_are_a_row()
    {
        var names = Enumerable.Range(10, 16).Select(i => new string('n', 61) + "_" + i).ToList();
        StoreLimits.Check(Partition, [new RowWrite.Insert("k", default, names.ToDictionary(name => name, _ => ""))]);
        Assert.Equal(
            "A row has at most 16 columns; 'k' has 17.",
            Refusal(new RowWrite.Insert("k", default, names.Append("one_more").ToDictionary(name => name, _ => ""))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("größe")]
    public void A_column_is_named_in_ASCII(string name) => Assert.Equal(
        $"A column's name is 1 to 64 ASCII letters, digits and _; '{name}' of 'k' is not.", Refusal(Insert("k", name, "")));

    [Fact]
    public void A_column_s_name_ends_at_64_characters() => Assert.Equal(
        $"A column's name is 1 to 64 ASCII letters, digits and _; '{new string('n', 65)}' of 'k' is not.",
        Refusal(Insert("k", new string('n', 65), "")));

    [Theory]
    [InlineData("a/b", "U+002F")]
    [InlineData("a\\b", "U+005C")]
    [InlineData("a#b", "U+0023")]
    [InlineData("a?b", "U+003F")]
    [InlineData("a'b", "U+0027")]
    [InlineData("a\u0001b", "U+0001")]
    [InlineData("a\u2028b", "U+2028")]
    [InlineData("a\u2029b", "U+2029")]
    public void A_key_is_refused_by_the_character_s_number(string key, string character) =>
        Assert.Equal($"A key must not hold {character}; encode what users name.", Refusal(Insert(key)));

    [Fact]
    public void Half_a_pair_is_no_text()
    {
        StoreLimits.Check(Partition, [Insert("a😀b", "c", "😀")]);
        Assert.Equal("A key must not hold half a surrogate pair; encode what users name.", Refusal(Insert("a\ud83d")));
        Assert.Equal("A column is well-formed UTF-16; 'c' of 'k' holds half a surrogate pair.", Refusal(Insert("k", "c", "😀\ude00")));
    }

    [Fact]
    public void An_empty_ETag_is_no_condition()
    {
        StoreLimits.Check(Partition, [new RowWrite.Replace("r", RowWrite.AnyETag, default), new RowWrite.Delete("d", RowWrite.AnyETag)]);
        Assert.Equal("'k' is written with an empty ETag.", Refusal(new RowWrite.Replace("k", "", default)));
        Assert.Equal("'k' is written with an empty ETag.", Refusal(new RowWrite.Delete("k", "")));
    }

    private static string Refusal(params RowWrite[] batch) =>
        Assert.Throws<StoreLimitException>(() => StoreLimits.Check(Partition, batch)).Message;

    private static RowWrite.Insert Insert(string key) => new(key, default);

    private static RowWrite.Insert Insert(string key, string column, string value) => new(key, default, Columns(column, value));

    private static Dictionary<string, string> Columns(string name, string value) => new() { [name] = value };
}

using System.Globalization;

namespace ServerlessTx.Contracts;

public abstract partial class PartitionStoreContract
{
    [Fact]
    public async Task Of_64_who_insert_one_key_at_once_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => CommitAsync(Insert($"mine-{i:D2}"), Insert("gate", $"{i:D2}"))));
        var winner = Assert.Single(Enumerable.Range(0, 64), i => results[i] == Done);
        Assert.Equal(63, results.Count(result => result == ConflictAt(1)));
        Assert.Equal($"gate={winner:D2}, mine-{winner:D2}=", await ContentsAsync());
    }

    [Fact]
    public async Task Of_64_who_replace_one_ETag_at_once_one_wins()
    {
        await GivenAsync(Insert("a", "first"));
        var eTag = (await RowAsync("a")).ETag;
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => CommitAsync(Replace("a", eTag, $"{i}"))));
        var winner = Assert.Single(Enumerable.Range(0, 64), i => results[i] == Done);
        Assert.Equal($"a={winner}", await ContentsAsync());
    }

    [Fact]
    public async Task Concurrent_appenders_leave_a_dense_stream_that_holds_each_append_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(AppendAsync));
        var rows = await RowsAsync(RowQuery.Prefix("e|s|"));
        Assert.Equal(Enumerable.Range(1, 40).Select(version => $"e|s|{version:D10}"), rows.Select(row => row.Key));
        Assert.Equal(40, rows.Select(Text).Distinct().Count());
    }

    [Fact]
    public async Task Commits_that_come_together_share_neither_conflicts_nor_their_numbers()
    {
        await GivenAsync(Insert("taken", "first"));
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => i % 10 == 4
            ? CommitAsync(Insert($"{i:D2}-a"), Insert($"{i:D2}-b"), Replace($"{i:D2}-none", RowWrite.AnyETag))
            : CommitAsync(Insert($"{i:D2}-a"), Insert($"{i:D2}-b"))));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => i % 10 == 4 ? ConflictAt(2) : Done), results);
        Assert.Equal(1 + (27 * 2), (await RowsAsync(Everything)).Count);
    }

    private async Task AppendAsync(int writer)
    {
        for (var (appended, version) = (0, 1); appended < 5; version++)
        {
            if (await CommitAsync(Insert($"e|s|{version:D10}", string.Create(CultureInfo.InvariantCulture, $"{writer}/{appended}"))) == Done)
                appended++;
        }
    }
}

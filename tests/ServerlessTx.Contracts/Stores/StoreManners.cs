using System.Text;
using ServerlessTx.Testing;

namespace ServerlessTx.Contracts;

/// <summary>How the house speaks to a store: patiently, to the end of a range, and with a row's value as it stands.</summary>
public sealed class StoreManners
{
    private const string Partition = "shard-00";
    private readonly MemoryPartitionStore _memory = new();

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 120)]
    [InlineData(3, 520)]
    [InlineData(4, 1520)]
    public void A_commit_that_is_not_answered_is_sent_again_after_longer_and_longer_pauses(int lost, int milliseconds) =>
        Assert.Equal((CommitResult.Done, milliseconds), SendPatiently(lost, Fault.BeforeStore));

    [Fact]
    public void A_commit_that_landed_unanswered_conflicts_with_itself() =>
        Assert.Equal((new CommitResult.Conflict(0), 20), SendPatiently(1, Fault.AfterStore));

    [Fact]
    public void A_store_that_stays_silent_is_said_to_be_away() =>
        Assert.Throws<StoreUnavailableException>(() => SendPatiently(5, Fault.BeforeStore));

    [Fact]
    public async Task A_range_is_read_to_its_end_page_by_page()
    {
        var keys = Enumerable.Range(0, 7).Select(i => $"k-{i}").ToList();
        await _memory.CommitAsync(Partition, [.. keys.Select(key => new RowWrite.Insert(key, default))]);
        var read = new List<string>();
        await foreach (var row in _memory.ReadAllAsync(Partition, RowQuery.Prefix("k-", limit: 3)))
            read.Add(row.Key);
        Assert.Equal(keys, read);
    }

    [Fact]
    public async Task A_value_is_changed_again_on_what_another_wrote_meanwhile()
    {
        await AddAsync("first");
        var before = new List<string>();
        var after = await _memory.ChangeAsync(Partition, "names", new Names([]), names =>
        {
            before.Add(names.ToString());
            if (before.Count == 1)
                AddAsync("second").GetAwaiter().GetResult();
            return names.With("third");
        }, default);
        Assert.Equal(["first", "first second"], before);
        Assert.Equal("first second third", after.ToString());
        Assert.Equal("first second third", JsonRow.ValueOf<Names>((await _memory.FindAsync(Partition, "names", default))!).ToString());
    }

    [Fact]
    public async Task A_value_that_is_left_as_it_is_is_not_written()
    {
        Assert.Equal("", (await _memory.ChangeAsync(Partition, "names", new Names([]), names => names, default)).ToString());
        Assert.Null(await _memory.FindAsync(Partition, "names", default));
        await AddAsync("first");
        var written = (await _memory.FindAsync(Partition, "names", default))!.ETag;
        await _memory.ChangeAsync(Partition, "names", new Names([]), names => names, default);
        Assert.Equal(written, (await _memory.FindAsync(Partition, "names", default))!.ETag);
    }

    [Fact]
    public void What_others_name_becomes_a_key_of_64_plain_characters() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", HashedKey.Of("abc"));

    private Task<Names> AddAsync(string name) => _memory.ChangeAsync(Partition, "names", new Names([]), names => names.With(name), default);

    private static (CommitResult Result, int Milliseconds) SendPatiently(int lost, Fault fault) => VirtualTime.Run(async time =>
    {
        var began = time.GetUtcNow();
        var store = new FaultyPartitionStore(new MemoryPartitionStore());
        for (var i = 0; i < lost; i++)
            store.Next(fault);
        var write = new RowWrite.Insert("a", Encoding.UTF8.GetBytes("value"));
        var result = await store.CommitPatientlyAsync(Partition, [write], time, default);
        return (result, (int)(time.GetUtcNow() - began).TotalMilliseconds);
    });

    private sealed record Names(IReadOnlyList<string> Values)
    {
        public Names With(string name) => new([.. Values, name]);

        public override string ToString() => string.Join(" ", Values);
    }
}

using System.Globalization;
using System.Text;

namespace ServerlessTx.Contracts;

public sealed class GroupCommitBatchingTests : GroupCommitTest
{
    [Fact]
    public async Task A_lone_commit_is_sent_at_once()
    {
        var commit = InsertAsync("a");
        var held = Gate.Now();
        Assert.Equal("a", held?.ToString());
        held!.Arrive();
        Assert.Equal(Done, await commit);
    }

    [Fact]
    public async Task Fifty_commits_that_arrive_while_one_is_on_its_way_go_together()
    {
        var first = InsertAsync("first");
        var fifty = Enumerable.Range(10, 50).Select(i => InsertAsync($"{i}")).ToList();
        Assert.Equal("first", await ArriveAsync());
        Assert.Equal(string.Join(" ", Enumerable.Range(10, 50)), await ArriveAsync());
        Assert.All(await Task.WhenAll([first, .. fifty]), result => Assert.Equal(Done, result));
        Assert.Null(Gate.Now());
    }

    [Fact]
    public async Task Commits_that_touch_one_row_never_share_a_batch_and_keep_their_order()
    {
        await GivenAsync("x");
        var first = InsertAsync("first");
        var others = Enumerable.Range(1, 3).SelectMany(i => new[] { WriteAsync("x", i), InsertAsync($"y{i}") }).ToList();
        await ArriveAsync();
        Assert.Equal("x y1 y2 y3", await ArriveAsync());
        Assert.Equal("x", await ArriveAsync());
        Assert.Equal("x", await ArriveAsync());
        Assert.All(await Task.WhenAll([first, .. others]), result => Assert.Equal(Done, result));
        Assert.Equal("first x=3 y1 y2 y3", await ContentsAsync());
    }

    [Fact]
    public async Task Who_is_passed_over_holds_back_those_behind_it_on_each_of_its_rows()
    {
        await GivenAsync("x", "y");
        var first = InsertAsync("first");
        var x = WriteAsync("x", 1);
        var both = CommitAsync(Write("x", 2), Write("y", 2));
        var y = WriteAsync("y", 3);
        await ArriveAsync();
        Assert.Equal("x", await ArriveAsync());
        Assert.Equal("x y", await ArriveAsync());
        Assert.Equal("y", await ArriveAsync());
        await Task.WhenAll(first, x, both, y);
        Assert.Equal("first x=2 y=3", await ContentsAsync());
    }

    [Fact]
    public async Task A_batch_takes_a_hundred_writes_and_the_first_who_waits_always_goes()
    {
        var commits = new List<Task<CommitResult>> { InsertAsync("first") };
        commits.AddRange(new[] { 60, 60, 40 }.Select((writes, i) => InsertAsync([.. Enumerable.Range(0, writes).Select(n => $"{i}-{n}")])));
        await ArriveAsync();
        Assert.Equal("0 2", Members(await ArriveAsync()));
        Assert.Equal("1", Members(await ArriveAsync()));
        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(Done, result));

        static string Members(string keys) => string.Join(" ", keys.Split(' ').Select(key => key[..1]).Distinct());
    }

    [Fact]
    public async Task A_batch_takes_as_many_bytes_as_the_service_does()
    {
        var commits = new List<Task<CommitResult>> { InsertAsync("first") };
        commits.AddRange(Enumerable.Range(0, 4).Select(i => CommitAsync(new RowWrite.Insert($"{i}", new byte[990_000]))));
        await ArriveAsync();
        Assert.Equal("0 1", await ArriveAsync());
        Assert.Equal("2 3", await ArriveAsync());
        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(Done, result));
    }

    [Theory]
    [InlineData(0, "a b c d")]
    [InlineData(1, "a b c")]
    public async Task A_batch_is_full_at_its_last_byte(int beyond, string together)
    {
        const int Address = 601;
        var rest = StoreLimits.BatchBytes - (3 * (Address + 900_000)) - Address;
        var commits = new List<Task<CommitResult>> { InsertAsync("first") };
        commits.AddRange(new[] { "a", "b", "c" }.Select(key => CommitAsync(new RowWrite.Insert(key, new byte[900_000]))));
        commits.Add(CommitAsync(new RowWrite.Insert("d", new byte[rest + beyond])));
        await ArriveAsync();
        Assert.Equal(together, await ArriveAsync());
        if (beyond > 0)
            Assert.Equal("d", await ArriveAsync());
        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(Done, result));
    }

    // A long queue for one row is not walked to its end for each of its commits: 400 are looked at.
    [Theory]
    [InlineData(399, "x y")]
    [InlineData(400, "x")]
    public async Task A_batch_looks_ahead_over_400_commits(int ofOneRow, string together)
    {
        await GivenAsync("x");
        var commits = new List<Task<CommitResult>> { InsertAsync("first") };
        commits.AddRange(Enumerable.Range(0, ofOneRow).Select(i => WriteAsync("x", i)));
        commits.Add(InsertAsync("y"));
        await ArriveAsync();
        Assert.Equal(together, await ArriveAsync());
        for (var sent = 1; sent < ofOneRow; sent++)
            await ArriveAsync();
        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(Done, result));
    }

    [Fact]
    public async Task Partitions_do_not_wait_for_each_other()
    {
        var commits = Enumerable.Range(0, 5).Select(i => Store.CommitAsync($"{i}", [new RowWrite.Insert("a", default)])).ToList();
        var held = commits.Select(_ => Gate.Now()!).ToList();
        Assert.Equal(["0", "1", "2", "3", "4"], held.Select(batch => batch.Partition));
        held.ForEach(batch => batch.Arrive());
        await Task.WhenAll(commits);
    }

    [Fact]
    public async Task No_more_batches_are_on_their_way_than_the_whole_store_may_have()
    {
        Store = new GroupCommitStore(Gate, mostOnTheirWay: 2);
        var commits = Enumerable.Range(0, 10).Select(i => Store.CommitAsync($"{i % 5}", [new RowWrite.Insert($"{i}", default)])).ToList();
        var onTheirWay = new Queue<HeldBatch>([await Gate.NextAsync(), await Gate.NextAsync()]);
        var order = new List<string>();
        for (var sent = 2; onTheirWay.TryDequeue(out var oldest); sent++)
        {
            Assert.Null(Gate.Now());
            order.Add($"{oldest.Partition}: {oldest}");
            oldest.Arrive();
            if (sent < 7)
                onTheirWay.Enqueue(await Gate.NextAsync());
        }

        await Task.WhenAll(commits);
        // The first two left at once; the others found company meanwhile, and whoever came back stood behind those who had waited.
        Assert.Equal(["0: 0", "1: 1", "2: 2 7", "3: 3 8", "4: 4 9", "0: 5", "1: 6"], order);
    }

    [Fact]
    public async Task The_bound_holds_behind_the_end_of_a_batch_as_before_it()
    {
        Store = new GroupCommitStore(Gate, mostOnTheirWay: 1);
        var first = Store.CommitAsync("1", [new RowWrite.Insert("a", default)]);
        await ArriveAsync();
        await first;
        var second = Store.CommitAsync("2", [new RowWrite.Insert("b", default)]);
        var held = await Gate.NextAsync();
        var third = Store.CommitAsync("3", [new RowWrite.Insert("c", default)]);
        Assert.Null(Gate.Now());
        held.Arrive();
        Assert.Equal("c", await ArriveAsync());
        await Task.WhenAll(second, third);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_store_that_may_send_nothing_is_refused(int most) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupCommitStore(Memory, most));

    private static RowWrite.Replace Write(string key, int value) =>
        new(key, RowWrite.AnyETag, Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    private Task<CommitResult> WriteAsync(string key, int value) => CommitAsync(Write(key, value));
}

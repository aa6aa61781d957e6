using System.Buffers.Text;
using System.Text;
using Count = ServerlessTx.Samples.Tests.Counter.Count;
using Counters = ServerlessTx.Aggregates<int, ServerlessTx.Samples.Tests.Counter.Count, ServerlessTx.Samples.Tests.Counter.Happening>;

namespace ServerlessTx.Samples.Tests;

/// <summary>Several events of one command are one append: versions, moments and pages may end inside it.</summary>
public sealed class CounterSpecifications
{
    private const string Id = "c";

    [Fact]
    public void Its_state_can_be_had_at_each_version_inside_an_append() => Run(async (counters, _) =>
    {
        for (var version = 0; version <= 7; version++)
            Assert.Equal((version, version), ((await counters.AsOfAsync(Id, version))!.State, (int)(await counters.AsOfAsync(Id, version))!.Version));
        Assert.Null(await counters.AsOfAsync(Id, 8));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => counters.AsOfAsync(Id, -1));
    });

    [Fact]
    public void Its_document_ends_at_a_version_and_shows_the_bytes_of_the_whole_append() => Run(async (counters, _) =>
    {
        for (var version = 1; version <= 7; version++)
        {
            var document = (await counters.EvidenceAsync(Id, version))!;
            var aggregate = document["event_sourced_aggregate"]!;
            Assert.Equal(version, aggregate["event_stream"]!.AsArray().Count);
            Assert.Equal($$"""{"version":{{version}}}""", aggregate["current_state"]!.ToJsonString());
            Assert.Equal(version <= 3 ? 1 : 2, document["chain"]!.AsArray().Count);
        }

        Assert.Null(await counters.EvidenceAsync(Id, 8));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => counters.EvidenceAsync(Id, 0));
    });

    /// <summary>Here the state is an object, and two events make one append.</summary>
    [Fact]
    public void Its_document_shows_the_state_of_a_version_inside_an_append() => Run(async (_, time) =>
    {
        var type = new AggregateType<Tally, Count, Counter.Happening>(
            "Tally", new Decider<Tally, Count, Counter.Happening>(new Tally(0), (_, _) => new[] { new Counter.Counted(), new Counter.Counted() }, (tally, _) => new Tally(tally.Of + 1)), Counter.Type.Events);
        var tallies = new Aggregates<Tally, Count, Counter.Happening>(type, new MemoryPartitionStore(), time);
        await tallies.HandleAsync(Id, new Count(2));
        await tallies.HandleAsync(Id, new Count(2));
        for (var version = 1; version <= 4; version++)
            Assert.Equal($$"""{"of":{{version}},"version":{{version}}}""", (await tallies.EvidenceAsync(Id, version))!["event_sourced_aggregate"]!["current_state"]!.ToJsonString());
    });

    [Fact]
    public void A_moment_counts_what_was_stamped_until_then_and_one_that_has_not_come_is_refused() => Run(async (counters, time) =>
    {
        var now = time.GetUtcNow();
        var states = await Task.WhenAll(new[] { -61, -60, -1, 0 }.Select(async minutes => (await counters.AsOfAsync(Id, now.AddMinutes(minutes))).State));
        Assert.Equal("0 3 3 7", string.Join(' ', states));
        Assert.Equal(3, (int)AggregateDocument.VersionOf(await counters.EvidenceAsync(Id, now.AddMinutes(-60)))!);
        Assert.Null(await counters.EvidenceAsync(Id, now.AddMinutes(-61)));
        var early = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => counters.EvidenceAsync(Id, now.AddTicks(1)));
        Assert.StartsWith("The moment has not come yet; ask for one that has passed.", early.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_page_of_its_history_begins_and_ends_anywhere() => Run(async (counters, _) =>
    {
        for (var after = 0; after <= 8; after++)
        {
            for (var limit = 1; limit <= 9; limit++)
            {
                var expected = Enumerable.Range(1, 7).Where(version => version > after).Take(limit);
                Assert.Equal(expected, (await counters.HistoryAsync(Id, after, limit)).Select(happened => (int)happened.Version));
            }
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => counters.HistoryAsync(Id, after: -1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => counters.HistoryAsync(Id, limit: 0));
    });

    [Fact]
    public void A_command_comes_to_a_hundred_events_at_most_and_beyond_nothing_happens() => Run(async (counters, _) =>
    {
        Assert.Equal(107, (await DoAsync(counters, 100)).State);
        var many = await Assert.ThrowsAsync<InvalidOperationException>(() => counters.HandleAsync(Id, new Count(101)));
        Assert.Equal("A command comes to at most 100 events, this one to 101; make several commands of it.", many.Message);
        Assert.Equal(107, (await counters.LoadAsync(Id)).State);
        Assert.Equal(Enumerable.Range(100, 8), (await counters.HistoryAsync(Id, after: 99)).Select(happened => (int)happened.Version));
    });

    [Fact]
    public void An_event_without_a_name_is_not_stored() => Run(async (counters, _) =>
    {
        var nameless = await Assert.ThrowsAsync<InvalidOperationException>(() => counters.HandleAsync(Id, new Count(null)));
        Assert.Equal("The event Nameless has no name; add it to the aggregate's event types.", nameless.Message);
        Assert.Equal(7, (await counters.LoadAsync(Id)).Version);
    });

    [Fact]
    public void The_first_event_says_whose_stream_it_begins_and_no_other_does() => Run(async (counters, _) =>
    {
        var chain = (await counters.EvidenceAsync(Id))!["chain"]!.AsArray().Select(link => Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)link!["payload"]!)));
        Assert.Equal([1, 0], chain.Select(append => append.Split("\"stream\":").Length - 1));
    });

    [Theory]
    [InlineData("history")]
    [InlineData("evidence")]
    [InlineData("Add")]
    [InlineData("1st")]
    [InlineData("")]
    public void A_command_is_named_as_an_address_can_be(string name) => Assert.Equal(
        $"A command is named by a lower-case letter and up to 63 letters, digits and '_', but not history or evidence; '{name}' was given.",
        Assert.Throws<ArgumentException>(() => new CommandTypes<Count>().Add<Count>(name)).Message);

    [Fact]
    public void A_name_is_given_once()
    {
        Assert.Equal(
            "The command 'add' is added twice; each has a name of its own.",
            Assert.Throws<ArgumentException>(() => new CommandTypes<Count>().Add<Count>("add").Add<Count>("add")).Message);
        var events = new EventTypes<Counter.Happening>().Add<Counter.Counted>("Counted");
        Assert.Equal("The event 'Counted' (Nameless) is added twice; each class has one name.", Assert.Throws<ArgumentException>(() => events.Add<Counter.Nameless>("Counted")).Message);
        Assert.Equal("The event 'Again' (Counted) is added twice; each class has one name.", Assert.Throws<ArgumentException>(() => events.Add<Counter.Counted>("Again")).Message);
        var desk = new TypedDesk<int, Count, Counter.Happening>(Counter.Type, new Counters(Counter.Type, new MemoryPartitionStore(), TimeProvider.System));
        Assert.Equal(
            "The aggregate type 'Counter' is registered twice; their events would be one stream.",
            Assert.Throws<InvalidOperationException>(() => new AggregateDesks([desk, desk])).Message);
        Assert.Equal((desk, "add"), (new AggregateDesks([desk]).Find("Counter"), Assert.Single(new CommandTypes<Count>().Add<Count>("add").Types).Key));
    }

    private sealed record Tally(int Of);

    /// <summary>Three events an hour ago and four now.</summary>
    private static void Run(Func<Counters, TimeProvider, Task> look) => VirtualTime.Run(async time =>
    {
        var counters = new Counters(Counter.Type, new MemoryPartitionStore(), time);
        await DoAsync(counters, 3);
        await Task.Delay(TimeSpan.FromHours(1), time);
        await DoAsync(counters, 4);
        await look(counters, time);
        return true;
    });

    private static async Task<Aggregate<int>> DoAsync(Counters counters, int times) =>
        Assert.IsType<CommandResult<int, Counter.Happening>.Accepted>(await counters.HandleAsync(Id, new Count(times))).Aggregate;
}

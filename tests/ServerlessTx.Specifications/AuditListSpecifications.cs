namespace ServerlessTx.Specifications;

/// <summary>The list as an auditor reads it: by moment, by participant, page by page while transactions begin and end.</summary>
public sealed class AuditListSpecifications
{
    [Fact]
    public void A_range_of_moments_holds_its_first_and_not_its_last() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var (begun, first) = (new List<string>(), time.GetUtcNow());
        for (var minute = 0; minute < 10; minute++)
        {
            begun.Insert(0, (await world.StartAsync()).Id.ToString());
            await Task.Delay(first.AddMinutes(minute + 1) - time.GetUtcNow(), time);
        }

        Assert.Equal(begun[5..8], await IdsAsync(world, new TransactionQuery { From = first.AddMinutes(2), To = first.AddMinutes(5) }));
        Assert.Equal(begun[5..8], await IdsAsync(world, new TransactionQuery { From = first.AddMinutes(2).AddTicks(-1), To = first.AddMinutes(4).AddTicks(1) }));
        Assert.Equal(begun[..2], await IdsAsync(world, new TransactionQuery { From = first.AddMinutes(7).AddTicks(1) }));
        Assert.Equal(begun[9..], await IdsAsync(world, new TransactionQuery { To = first.AddMinutes(1) }));
        Assert.Empty(await IdsAsync(world, new TransactionQuery { From = first.AddMinutes(5), To = first.AddMinutes(5) }));
        Assert.Equal(begun, await IdsAsync(world, new TransactionQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue, Limit = 3 }));
        Assert.Empty(await IdsAsync(world, new TransactionQuery { To = DateTimeOffset.UnixEpoch }));
        return true;
    });

    [Fact]
    public void Only_the_rows_of_the_range_are_read() => VirtualTime.Run(async time =>
    {
        var store = new CountingStore(new MemoryPartitionStore());
        var world = new World(time, store: store);
        var ids = await BeginAsync(world, 50);
        store.RowsRead = 0;
        var at = ids[25].StartedAt;
        var page = await world.Client.ListAsync(new TransactionQuery { From = at, To = at.AddMilliseconds(1) });

        Assert.Equal(ids[25].ToString(), Assert.Single(page.Transactions).TransactionId);
        Assert.InRange(store.RowsRead, 1, 12);
        return true;
    });

    [Fact]
    public void A_participant_is_found_by_its_service() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        var orders = new World(time, store: store);
        var other = new World(time, SagaShapes.PivotAlone, store: store);
        var shipped = (await other.StartAsync("pivot_alone")).Id.ToString();
        await Task.Delay(TimeSpan.FromSeconds(1), time);
        var ordered = (await orders.StartAsync()).Id.ToString();

        Assert.Equal([ordered, shipped], await IdsAsync(orders, new TransactionQuery { Participant = "shipping_service" }));
        Assert.Equal([ordered], await IdsAsync(orders, new TransactionQuery { Participant = "payment_service" }));
        Assert.Empty(await IdsAsync(orders, new TransactionQuery { Participant = "service" }));
        return true;
    });

    [Fact]
    public void A_stream_from_before_the_column_is_found_by_its_begin_record() => VirtualTime.Run(async time =>
    {
        var world = new World(time);
        var id = (await world.StartAsync()).Id.ToString();
        var rows = (await StoredRows.AllAsync(world.Store)).Select(stored => (stored.Partition, stored.Row with
        {
            Columns = stored.Row.Columns.Where(column => column.Key != TransactionRows.Services).ToDictionary(),
        }));
        var old = new World(time, store: await StoredRows.StoreOfAsync(rows));

        Assert.Equal([id], await IdsAsync(old, new TransactionQuery { Participant = "payment_service" }));
        Assert.Empty(await IdsAsync(old, new TransactionQuery { Participant = "ledger_db" }));
        return true;
    });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Pages_repeat_and_skip_nothing_that_was_there_throughout_while_others_begin_and_end(int limit) => VirtualTime.Run(async time =>
    {
        var world = new World(time, configure: options => options.Shards = 4);
        world.Orders.On("charge_payment", new Behaviour.ComesLate(TimeSpan.FromSeconds(20)));
        var there = (await BeginAsync(world, 40)).Select(id => id.ToString()).ToList();
        var (found, continuation) = (new List<string>(), (string?)null);
        do
        {
            var page = await world.Client.ListAsync(new TransactionQuery { Limit = limit, Continuation = continuation });
            found.AddRange(page.Transactions.Select(line => line.TransactionId));
            continuation = page.Continuation;
            await world.StartAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), time);
        }
        while (continuation is not null);

        Assert.Equal(there.Order(StringComparer.Ordinal), found);
        return true;
    });

    [Fact]
    public void A_page_reads_so_far_and_the_rare_one_is_found_on_a_later_page() => VirtualTime.Run(async time =>
    {
        var store = new CountingStore(new MemoryPartitionStore());
        var world = new World(time, configure: options => options.Shards = 2, store: store);
        var rare = (await new World(time, SagaShapes.PivotAlone, options => options.Shards = 2, store).StartAsync("pivot_alone")).Id.ToString();
        await BeginAsync(world, 1_500);
        var (found, continuation, pages) = (new List<string>(), (string?)null, 0);
        do
        {
            store.RowsRead = 0;
            var page = await world.Client.ListAsync(new TransactionQuery { Workflow = "pivot_alone", Continuation = continuation });
            Assert.InRange(store.RowsRead, 0, 2 * (TransactionList.RowsOfAShard + 410));
            found.AddRange(page.Transactions.Select(line => line.TransactionId));
            continuation = page.Continuation;
            pages++;
        }
        while (continuation is not null);

        Assert.Equal([rare], found);
        Assert.InRange(pages, 3, 10);
        return true;
    });

    private static async Task<IReadOnlyList<TransactionId>> BeginAsync(World world, int count)
    {
        var ids = new List<TransactionId>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await world.StartAsync()).Id);
            await Task.Delay(TimeSpan.FromMilliseconds(2), world.Time);
        }

        return ids;
    }

    private static async Task<List<string>> IdsAsync(World world, TransactionQuery query)
    {
        var ids = new List<string>();
        do
        {
            var page = await world.Client.ListAsync(query);
            ids.AddRange(page.Transactions.Select(line => line.TransactionId));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return ids;
    }
}

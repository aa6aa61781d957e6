namespace ServerlessTx.Specifications;

/// <summary>A call that comes after everything: it is answered, and does nothing.</summary>
public sealed class LateCalls
{
    private const string Refused = """{"verdict":"refused","reason":"forgotten"}""";
    private const string Heuristic = """{"verdict":"heuristic","reason":"its transaction has ended and is forgotten here"}""";

    [Theory]
    [InlineData(Phase.Action, Refused)]
    [InlineData(Phase.Pivot, Refused)]
    [InlineData(Phase.Try, Refused)]
    [InlineData(Phase.Prepare, Refused)]
    [InlineData(Phase.Retriable, Heuristic)]
    [InlineData(Phase.Undo, Heuristic)]
    [InlineData(Phase.Confirm, Heuristic)]
    [InlineData(Phase.Cancel, Heuristic)]
    [InlineData(Phase.Commit, Heuristic)]
    [InlineData(Phase.Abort, Heuristic)]
    public void A_call_of_a_forgotten_transaction_is_refused_or_heuristic_and_leaves_nothing(Phase phase, string answer) => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        var id = await archive.EndedAsync(null, phase.Forward());
        var effects = await archive.EffectsAsync();
        await Task.Delay(TimeSpan.FromDays(3), time);
        await archive.Purge.RunAsync(default);

        Assert.Equal(answer, await archive.CallAsync(id, phase));
        Assert.Equal(effects, await archive.EffectsAsync());
        Assert.Equal(0, await StoredRows.CountAsync(archive.Store, "b|"));
        return true;
    });

    [Fact]
    public void A_call_whose_barrier_row_stands_gets_its_answer_even_behind_the_mark() => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        var id = await archive.EndedAsync(null, Phase.Action);
        await Task.Delay(TimeSpan.FromDays(3), time);
        await archive.World.Transactions.Mark.RaiseAsync(time.GetUtcNow().AddDays(-1), default);

        Assert.Equal("""{"verdict":"done","result":{"times":1}}""", await archive.CallAsync(id, Phase.Action));
        Assert.Equal(1, await archive.EffectsAsync());
        return true;
    });

    [Theory]
    [InlineData(Phase.Action)]
    [InlineData(Phase.Retriable)]
    public void In_every_order_of_purge_and_late_call_the_effect_stays_one(Phase phase)
    {
        var (rows, participant, id) = Ended(phase);
        var answers = new HashSet<string>();
        var orders = Interleaving.Every(async (time, order) =>
        {
            await Task.Delay(TimeSpan.FromDays(3), time);
            var (store, rowsThere) = (await StoredRows.StoreOfAsync(rows), await StoredRows.StoreOfAsync(participant));
            var purging = new Archive(time, order.Through(store), order.Through(rowsThere));
            var called = new Archive(time, order.Through(store), order.Through(rowsThere));
            await purging.World.Get<ShardMap>().PartitionsAsync(default);
            order.Close();
            var late = called.CallAsync(id, phase);
            await order.RunAsync(purging.Purge.RunAsync(default), late);

            answers.Add(await late);
            Assert.Equal(1, await Archive.EffectsAsync(rowsThere));
            await new Archive(time, store, rowsThere).Purge.RunAsync(default);
            Assert.Equal(0, await StoredRows.CountAsync(rowsThere, "b|"));
            Assert.Equal(0, await StoredRows.CountAsync(store, "e|"));
        });

        Assert.InRange(orders, 10, 5_000);
        // The recorded answer, or that it is forgotten: both come, and nothing else.
        Assert.Equal(2, answers.Count);
        Assert.Contains(answers, answer => answer == (phase.MayRefuse() ? Refused : Heuristic));
        Assert.Contains(answers, answer => answer.StartsWith("""{"verdict":"done""", StringComparison.Ordinal));
    }

    private static (IReadOnlyList<(string, Row)> Rows, IReadOnlyList<(string, Row)> Participant, TransactionId Id) Ended(Phase phase) => VirtualTime.Run(async time =>
    {
        var archive = new Archive(time);
        var id = await archive.EndedAsync(null, phase);
        return (await StoredRows.AllAsync(archive.World.Store), await StoredRows.AllAsync(archive.Store), id);
    });
}

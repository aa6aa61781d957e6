namespace ServerlessTx.Specifications;

/// <summary>What an application keeps is read back as it was, fields without a value included.</summary>
public sealed class OptionalFields
{
    private sealed record Note(string Text, string? By);

    [Fact]
    public void A_result_and_a_row_without_an_optional_value_are_read_back() => VirtualTime.Run(async time =>
    {
        var store = new MemoryPartitionStore();
        Note? undone = null;
        Note? row = null;
        var world = new World(time, _ => Saga.For<Order>("notes", 1)
            .Step<Note>("notes", "write", call => new Barrier(store, time).StepAsync<Note>(call, "notes", rows =>
            {
                rows.Put("note", new Note("hello", null));
                return Task.FromResult<StepAnswer<Note>>(new Note("hello", null));
            }), undo: "erase", (call, note) => new Barrier(store, time).ConcludeAsync(call, "notes", async rows =>
            {
                (undone, row) = (note, await rows.FindAsync<Note>("note"));
                return Conclusion.Done();
            }))
            .Step<Note>("notes", "refuse", _ => Task.FromResult<StepAnswer<Note>>(Refusal.Because("no"))));
        var transcript = await world.EndAsync((await world.StartAsync("notes")).Id);

        Assert.EndsWith("compensated", transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("unanswered", transcript, StringComparison.Ordinal);
        Assert.Equal((new Note("hello", null), new Note("hello", null)), (undone, row));
        return true;
    });
}

namespace ServerlessTx.Specifications;

/// <summary>A result over 8 KiB stands in a row of its own; one over 256 KiB is no answer.</summary>
public sealed class LargeAnswers
{
    private sealed record Document(string Text);

    [Theory]
    [InlineData(8 * 1024 + 1)]
    [InlineData(200 * 1024)]
    public void An_undo_is_handed_the_result_whole_and_the_evidence_shows_it(int size) => VirtualTime.Run(async time =>
    {
        int? undone = null;
        var world = new World(time, orders => Saga.For<Order>("print", 1)
            .Step<Document>("press", "print", _ => Task.FromResult<StepAnswer<Document>>(new Document(new string('x', size))), undo: "shred", (_, document) =>
            {
                undone = document?.Text.Length;
                return Task.FromResult(Conclusion.Done());
            })
            .Step<Receipt>("post", "send", _ => Task.FromResult<StepAnswer<Receipt>>(Refusal.Because("closed"))));
        var started = await world.StartAsync("print");
        await world.EndAsync(started.Id);

        Assert.Equal(size, undone);
        var evidence = (await world.Client.EvidenceAsync(started.Id))!.ToJsonString();
        Assert.Contains(new string('x', size), evidence, StringComparison.Ordinal);
        Assert.All(await world.Transactions.ReadAsync(started.Id, StreamHead.Empty, default), append => Assert.InRange(append.Payload.Length, 1, 8 * 1024));
        return true;
    });

    [Fact]
    public void An_answer_over_256_KiB_is_unknown_and_undone() => VirtualTime.Run(async time =>
    {
        var undone = false;
        var world = new World(time, orders => Saga.For<Order>("print", 1)
            .Step<Document>("press", "print", _ => Task.FromResult<StepAnswer<Document>>(new Document(new string('x', 300 * 1024))), undo: "shred", (_, document) =>
            {
                undone = document is null;
                return Task.FromResult(Conclusion.Done());
            }));
        var transcript = await world.EndAsync((await world.StartAsync("print")).Id);

        Assert.Contains("An answer has at most 262144 bytes", transcript, StringComparison.Ordinal);
        Assert.EndsWith("compensated", transcript, StringComparison.Ordinal);
        Assert.True(undone);
        return true;
    });
}

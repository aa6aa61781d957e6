namespace ServerlessTx.Verification;

public sealed class LargeDocumentTests
{
    private const int MiB = 1024 * 1024;

    /// <summary>
    /// The largest answers of 32 participants in both phases, each shown twice. The document stands in memory once, and of the rest little:
    /// twice its size is enough for all.
    /// </summary>
    [Fact]
    public async Task A_document_of_tens_of_mebibytes_is_verified_within_twice_its_size()
    {
        var document = new HonestRun(Everybody) { Arrange = cast => cast.Otherwise = call => new Act.Does(new { text = call.PadRight(250 * 1024) }) }.Play().Document;
        Assert.InRange(document.Length, 30 * MiB, 60 * MiB);
        using var file = new TemporaryFile(document);
        var run = await CommandRun.InAProcessAsync(input: null, heapBytes: 2L * document.Length, "verify", file.Path);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static Workflow Everybody(Cast cast)
    {
        var transfer = TwoPhaseCommit.For<Purchase>("everybody", 1, new CallPolicy { TimeoutMs = 1_000 });
        for (var i = 1; i <= 32; i++)
            transfer = transfer.Participant($"database_{i}", new Voter(cast));
        return transfer;
    }
}

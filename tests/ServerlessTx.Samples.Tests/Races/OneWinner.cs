namespace ServerlessTx.Samples.Tests;

/// <summary>
/// Expiry, confirm, cancel and a second driver race for one decision record. Every store operation of an undisturbed run is a point at which
/// the driver stands still, before it and behind it, while another host acts on the same store.
/// </summary>
public sealed class OneWinner
{
    public static TheoryData<string, Rival> Races()
    {
        var races = new TheoryData<string, Rival>();
        foreach (var rival in Enum.GetValues<Rival>())
        {
            races.Add("checkout_reservation", rival);
            races.Add("transfer", rival);
        }

        return races;
    }

    [Theory]
    [MemberData(nameof(Races))]
    public void Whoever_comes_at_whatever_point_one_decision_stands_and_everybody_kept_to_it(string workflow, Rival rival)
    {
        var ends = new List<TransactionStatus>();
        var operations = 1;
        for (var at = 1; at <= operations; at++)
        {
            foreach (var isBehind in new[] { false, true })
            {
                var (count, end) = VirtualTime.Run(time => RaceAsync(time, workflow, rival, at, isBehind));
                operations = at == 1 ? count : operations;
                ends.Add(end);
            }
        }

        Assert.True(operations > 15, $"An undisturbed run takes {operations} operations.");
        // Early on the rival wins, later it is too late for it; who only takes over changes nothing.
        Assert.Contains(ends, end => end is TransactionStatus.Confirmed or TransactionStatus.Committed);
        if (rival is not Rival.TakesOver)
            Assert.Contains(ends, end => end is TransactionStatus.Cancelled or TransactionStatus.Aborted);
    }

    private static async Task<(int Operations, TransactionStatus End)> RaceAsync(VirtualTime time, string workflow, Rival rival, int at, bool isBehind)
    {
        var memory = new MemoryPartitionStore();
        var store = new InterceptedStore(memory);
        var (first, other) = (new SampleHost(time, store), new SampleHost(time, memory, "host_b"));
        Task Act(StoreOperation operation) => operation.Number == at ? rival.ActAsync(other, time) : Task.CompletedTask;
        if (isBehind)
            store.After = Act;
        else
            store.Before = Act;

        var id = workflow == "transfer" ? await first.TransferAsync() : await first.CheckoutAsync();
        await other.RecoverAsync();
        var operations = store.Operations;
        // What was still on its way comes in and changes nothing any more.
        await Task.Delay(TimeSpan.FromMinutes(10), time);
        var end = Judge(await other.RecordsAsync(id));
        var audit = new Audit(memory);
        await audit.IsAtRestAsync();
        var applied = end is TransactionStatus.Confirmed or TransactionStatus.Committed ? 1 : 0;
        Assert.Equal(workflow == "transfer" ? 0 : applied, await audit.CountAsync("payments"));
        Assert.Equal(workflow == "transfer" ? 0 : applied, await audit.CountAsync("allocations"));
        Assert.Equal(workflow == "transfer" ? 2 * applied : 0, await audit.CountAsync("ledger"));
        return (operations, end);
    }

    private static TransactionStatus Judge(IReadOnlyList<TransactionRecord> records)
    {
        var decision = Assert.Single(records.OfType<Decided>()).Decision;
        var end = Assert.Single(records.OfType<Ended>()).Status;
        var (told, status) = decision switch
        {
            Decision.Confirm => (Phase.Confirm, TransactionStatus.Confirmed),
            Decision.Cancel => (Phase.Cancel, TransactionStatus.Cancelled),
            Decision.Commit => (Phase.Commit, TransactionStatus.Committed),
            _ => (Phase.Abort, TransactionStatus.Aborted),
        };
        Assert.Equal(status, end);
        var answers = records.OfType<Answered>().Where(answer => !answer.Phase.IsFirst()).ToList();
        Assert.Equal(2, answers.Count);
        Assert.All(answers, answer => Assert.Equal((told, Verdict.Done), (answer.Phase, answer.Verdict)));
        return end;
    }
}

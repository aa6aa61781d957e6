namespace ServerlessTx.Specifications;

/// <summary>The source's two-phase commit: two databases that report locks, log positions and checks. Some can be made to leave reports out.</summary>
internal sealed class SourceBanks(Script script, bool reports) : IResourceManager<Order>
{
    public static CallPolicy Policy { get; } = new() { Attempts = 2, TimeoutMs = 5_000, FirstDelayMs = 100, MaxDelayMs = 1_000, StuckAfter = 3 };

    public static Workflow Define(Script script) => Define(script, ledgerReports: true);

    public static Workflow DefineWithSilentLedger(Script script) => Define(script, ledgerReports: false);

    private static TwoPhaseCommit<Order> Define(Script script, bool ledgerReports) => TwoPhaseCommit
        .For<Order>("transfer", 1, Policy, TimeSpan.FromSeconds(30))
        .Participant("accounts_db", new SourceBanks(script, reports: true))
        .Participant("ledger_db", new SourceBanks(script, ledgerReports));

    public async Task<Vote> PrepareAsync(Call<Order> call)
    {
        var asked = Stamp.Text(script.Time.GetUtcNow());
        if (await script.PlayAsync(call) is Behaviour.Refuses refuses)
            return Vote.No(refuses.Reason);
        return Vote.Prepared(!reports ? null : new
        {
            shard = "us-west-1",
            locks_acquired = new[] { new { @lock = LockOf(call), at = asked } },
            wal_lsn = 17,
            checks = new[] { "balance_covers_amount" },
        });
    }

    public async Task<Conclusion> CommitAsync(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : Conclusion.Done(!reports ? null : new
        {
            wal_lsn = 18,
            released = new[] { LockOf(call) },
            checks = new[] { "account_balance_and_ledger_match" },
        });

    public async Task<Conclusion> AbortAsync(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : !script.Did(call.Branch, Phase.Prepare) ? Conclusion.Done(new { nothing_to_undo = true })
        : Conclusion.Done(!reports ? null : new { wal_lsn = 18, released = new[] { LockOf(call) } });

    private static string LockOf(Call<Order> call) => call.Branch == "accounts_db" ? "account:12345" : "ledger:67890";
}

namespace ServerlessTx.Specifications;

/// <summary>The source's two-phase commit: two databases that report locks, log positions and checks. One of them can be made to report less, or otherwise.</summary>
internal sealed class SourceBanks(Script script, BankReports reports) : IResourceManager<Order>
{
    public static CallPolicy Policy { get; } = new() { Attempts = 2, TimeoutMs = 5_000, FirstDelayMs = 100, MaxDelayMs = 1_000, StuckAfter = 3 };

    public static Workflow Define(Script script) => DefineAlike(script, new BankReports());

    public static Workflow DefineWithSilentLedger(Script script) => DefineWithLedger(script, BankReports.None);

    public static Workflow DefineWithLedger(Script script, BankReports reports) => Define(script, new BankReports(), reports);

    /// <summary>Both report so.</summary>
    public static Workflow DefineAlike(Script script, BankReports reports) => Define(script, reports, reports);

    private static TwoPhaseCommit<Order> Define(Script script, BankReports accounts, BankReports ledger) => TwoPhaseCommit
        .For<Order>("transfer", 1, Policy, TimeSpan.FromSeconds(30))
        .Participant("accounts_db", new SourceBanks(script, accounts))
        .Participant("ledger_db", new SourceBanks(script, ledger));

    public async Task<Vote> PrepareAsync(Call<Order> call)
    {
        var asked = Stamp.Text(script.Time.GetUtcNow());
        if (await script.PlayAsync(call) is Behaviour.Refuses refuses)
            return Vote.No(refuses.Reason);
        return Vote.Prepared(reports.Prepared(LockOf(call), asked));
    }

    public async Task<Conclusion> CommitAsync(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : Conclusion.Done(reports.Committed(LockOf(call)));

    public async Task<Conclusion> AbortAsync(Call<Order> call) =>
        await script.PlayAsync(call) is Behaviour.EndsOtherwise otherwise ? Conclusion.Heuristic(otherwise.What)
        : !script.Did(call.Branch, Phase.Prepare) ? Conclusion.Done(reports.NotPrepared())
        : Conclusion.Done(reports.Aborted(LockOf(call)));

    private static string LockOf(Call<Order> call) => call.Branch == "accounts_db" ? "account:12345" : "ledger:67890";
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessTx.Samples.Tests;

/// <summary>Two databases and a host of the transfer that has modes, with a cable that can be cut.</summary>
internal sealed class ModesWorld
{
    private readonly HashSet<string> _cut = [];

    public ModesWorld(VirtualTime time, ModeTerms? terms = null, IPartitionStore? memory = null)
    {
        (Time, Memory) = (time, memory ?? new MemoryPartitionStore());
        Line = new InterceptedStore(Memory) { Before = operation => _cut.Contains(operation.Partition) ? throw new StoreUnavailableException("the cable is cut") : Task.CompletedTask };
        Host = new SampleHost(time, Line, modes: terms);
    }

    public VirtualTime Time { get; }

    public IPartitionStore Memory { get; }

    public InterceptedStore Line { get; }

    public SampleHost Host { get; }

    public Audit Audit => new(Memory);

    public ModeClient Modes => Host.Get<ModeClient>();

    public string NewId() => TransactionId.New(Time.GetUtcNow(), 0, RandomNumberGenerator.Create()).ToString();

    public Task<SwitchResult> ResolveAsync(string operation, ConflictAct act) =>
        Modes.ResolveAsync(new ModeResolution(ResilientTransfer.Name, operation, act, "ops", "because"));

    /// <summary>Somebody writes the accounts' rows without asking anybody.</summary>
    public async Task SetEscrowByHandAsync(string account, decimal amount)
    {
        var row = (await Memory.ReadAsync(Transfer.Accounts, RowQuery.Single($"account|{account}"))).Rows[0];
        var book = JsonSerializer.Deserialize<BookRow>(row.Payload.Span, WireJson.Tolerant)! with { SetAside = amount };
        await Memory.CommitAsync(Transfer.Accounts, [new RowWrite.Replace(row.Key, row.ETag, JsonSerializer.SerializeToUtf8Bytes(book, WireJson.Faithful))]);
    }

    /// <summary>No more counts as set aside here than stands at the owner.</summary>
    public async Task EscrowStandsAtItsOwnerAsync()
    {
        var owned = (await Audit.Rows<BookRow>("bank_accounts")).ToDictionary(row => row.Account, row => row.SetAside);
        foreach (var ((_, account), escrow) in (await Host.Get<ModeStore>().LoadAsync(ResilientTransfer.Name, default)).Escrows)
            Assert.True(escrow.Spendable + escrow.Spent <= owned.GetValueOrDefault(account));
    }

    /// <summary>Has the process vanish before or behind a write: nothing that it does comes to anything from then on.</summary>
    public void CrashAt(Func<bool> isDue, bool landed, TaskCompletionSource died)
    {
        var cable = Line.Before;
        Line.Before = async operation =>
        {
            await cable(operation);
            if (!landed)
                await DieAsync(operation);
        };
        if (landed)
            Line.After = DieAsync;

        Task DieAsync(StoreOperation operation)
        {
            if (!operation.IsCommit || !isDue())
                return Task.CompletedTask;
            died.SetResult();
            return Line.Die();
        }
    }

    public void Cut(string database) => _cut.Add(database);

    public void Mend(string database) => _cut.Remove(database);

    /// <summary>As the hosted service does it.</summary>
    public async Task WatchAsync(int passes = 1)
    {
        for (var pass = 0; pass < passes; pass++)
        {
            await Host.Get<ModeWatch>().RunAsync(default);
            await Task.Delay(TimeSpan.FromSeconds(2), Time);
        }
    }

    /// <summary>Watches until the group is in a mode.</summary>
    public async Task UntilAsync(Mode mode)
    {
        for (var pass = 0; (await ViewAsync()).Mode != mode; pass++)
        {
            Assert.True(pass < 100, $"It does not become {mode}.");
            await WatchAsync();
        }
    }

    public Task<TransactionId> TransferAsync(string from = "a", string to = "b", decimal amount = 100) =>
        Host.StartAsync(ResilientTransfer.Name, Inputs.Transfer(from, to, amount));

    public async Task<string> TransferToEndAsync(string from = "a", string to = "b", decimal amount = 100) =>
        await Host.EndAsync(await TransferAsync(from, to, amount));

    public Task<SwitchResult> SetAsideAsync(string account, decimal amount) =>
        Modes.SetAsideAsync(ResilientTransfer.Name, Transfer.Accounts, account, amount, "ops");

    public async Task<ModeView> ViewAsync() => (await Modes.GetAsync(ResilientTransfer.Name))!;

    public async Task<IReadOnlyList<ModeRecord>> RecordsAsync() =>
        [.. (await Host.Get<ModeStore>().ReadAsync(ResilientTransfer.Name, default)).SelectMany(ModeCodec.AllOf).Select(recorded => recorded.Record)];

    public async Task<string> TranscriptAsync() => ModeTranscript.Of(await RecordsAsync());

    public async Task<decimal> BalanceAsync(string account) => (await Audit.Rows<BookRow>("bank_accounts")).FirstOrDefault(row => row.Account == account)?.Balance ?? AccountsDb.OpeningBalance;

    /// <summary>Whatever happened, a stranger finds nothing wrong with the evidence of the group and of each transaction.</summary>
    public async Task HoldsAsync()
    {
        AssertHolds((await Modes.EvidenceAsync(ResilientTransfer.Name))!);
        foreach (var id in await Host.AllAsync())
            AssertHolds((await Host.Client.EvidenceAsync(id))!);
    }

    public static T Run<T>(Func<ModesWorld, Task<T>> body, ModeTerms? terms = null) => VirtualTime.Run(async time =>
    {
        var world = new ModesWorld(time, terms);
        var result = await body(world);
        await world.HoldsAsync();
        return result;
    });

    public static void Run(Func<ModesWorld, Task> body, ModeTerms? terms = null) => Run(
        async world =>
        {
            await body(world);
            return true;
        },
        terms);

    private static void AssertHolds(JsonObject document)
    {
        var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant));
        Assert.True(report.Outcome is VerificationOutcome.Holds, string.Join('\n', report.Findings.SelectMany(finding => finding.Breaches).Select(breach => breach.ToString()).Append(report.Reason)));
    }
}

using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessTx.Samples;

namespace ServerlessTx.Bank;

/// <summary>
/// The source's matrix of modes, measured: how long each takes and how much of it gets done, with both servers there and with one of them
/// stopped. Evidence is kept in memory, so that only the protocols and the databases are timed.
/// </summary>
internal sealed class ModesMatrix : IAsyncDisposable
{
    private const int Clients = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly TransferServers _servers;
    private readonly IHost _host;

    private ModesMatrix(TransferServers servers, IHost host) => (_servers, _host) = (servers, host);

    public static async Task<ModesMatrix> StartAsync(Action<string> say)
    {
        var servers = await TransferServers.StartAsync(say);
        var (north, south) = (servers.First, servers.Second);
        await new Books(new Dictionary<string, Func<string>> { [BankHost.North] = () => north.ConnectionString, [BankHost.South] = () => south.ConnectionString }).OpenAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddServerlessTx(tx =>
        {
            BankHost.Workflows(tx.AddPostgreSql(BankHost.North, north.ConnectionString).AddPostgreSql(BankHost.South, south.ConnectionString));
            tx.AddAggregate(Account.Type).AddWorkflow(Compensating);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new ModesMatrix(servers, host);
    }

    public async Task RunAsync(int seconds, Action<string> say)
    {
        await MeasureAsync(TimeSpan.FromSeconds(1));
        var calm = await MeasureAsync(TimeSpan.FromSeconds(seconds));
        await _servers.Second.KillAsync();
        var parted = await MeasureAsync(TimeSpan.FromSeconds(seconds));
        await _servers.Second.StartAgainAsync();
        say("| mode | atomicity | no fault: p50, p95, done | one server stopped: p50, done, decided to be done |");
        say("|---|---|---|---|");
        foreach (var (mode, atomicity, _) in Modes)
            say($"| {mode} | {atomicity} | {calm[mode].P(50)}, {calm[mode].P(95)}, {calm[mode].Done} | {parted[mode].P(50)}, {parted[mode].Done}, {parted[mode].Decided} |");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _servers.DisposeAsync();
    }

    private (string Mode, string Atomicity, Func<Random, Task<(bool Done, bool Decided)>> Once)[] Modes =>
    [
        ("Strict ACID", "Strong (2PC)", random => RunAsync("two_phase_north_south", random, TransactionStatus.Committed)),
        ("Saga", "Eventual", random => RunAsync("saga_north_south", random, TransactionStatus.Completed)),
        ("TCC", "Strong", random => RunAsync("tcc_north_south", random, TransactionStatus.Confirmed)),
        ("Event sourcing", "Per-aggregate", DepositAsync),
        ("Compensating", "Semantic", random => RunAsync("compensating", random, TransactionStatus.Compensated)),
    ];

    /// <summary>It takes money, finds that it cannot be put anywhere, and gives it back.</summary>
    private static Saga<Order> Compensating(IServiceProvider services) => Saga.For<Order>("compensating", version: 1)
        .Step<string>(BankHost.North, "leave", BankHost.BankOf(services, BankHost.North).LeaveAsync, undo: "come_back", (call, _) => BankHost.BankOf(services, BankHost.North).ComeBackAsync(call))
        .Step<string>(BankHost.South, "arrive", _ => Task.FromResult<StepAnswer<string>>(Refusal.Because("account_closed")));

    private async Task<Dictionary<string, Measured>> MeasureAsync(TimeSpan time)
    {
        var all = new Dictionary<string, Measured>();
        foreach (var (mode, _, once) in Modes)
        {
            var measured = all[mode] = new Measured();
            var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
            {
                for (var random = new Random(client); Stopwatch.GetTimestamp() < until;)
                {
                    var start = Stopwatch.GetTimestamp();
                    var (done, decided) = await once(random);
                    measured.Add(Stopwatch.GetElapsedTime(start), done, decided);
                }
            }));
        }

        return all;
    }

    private async Task<(bool Done, bool Decided)> RunAsync(string workflow, Random random, TransactionStatus wanted)
    {
        var client = _host.Services.GetRequiredService<TransactionClient>();
        var order = new { from = Books.Account(BankHost.North, random.Next(Books.AccountsABank)), to = Books.Account(BankHost.South, random.Next(Books.AccountsABank)), amount = 0.01m };
        var begun = await client.StartAsync(new StartRequest(workflow, JsonSerializer.SerializeToElement(order)));
        var state = (await client.WaitAsync(begun.Id, Patience))!;
        var decision = (await client.DecisionAsync(begun.Id))!.Decision;
        return (state.Status == wanted, state.Status == wanted || decision is Decision.Commit or Decision.Confirm or Decision.GoingForward);
    }

    private async Task<(bool Done, bool Decided)> DepositAsync(Random random)
    {
        var accounts = _host.Services.GetRequiredService<Aggregates<Account, AccountCommand, AccountEvent>>();
        var id = $"account_{random.Next(Books.AccountsABank)}";
        if (await accounts.HandleAsync(id, new AccountCommand.Deposit(1m)) is CommandResult<Account, AccountEvent>.Accepted)
            return (true, true);
        await accounts.HandleAsync(id, new AccountCommand.Open("customer", "EUR", 0m));
        return (true, true);
    }
}

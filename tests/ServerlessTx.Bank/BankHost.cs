using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessTx.AspNetCore;
using ServerlessTx.AzureTables;

namespace ServerlessTx.Bank;

/// <summary>The application that is killed: every pattern in both directions, and a look at both banks.</summary>
internal static class BankHost
{
    public const string North = "north";
    public const string South = "south";

    private static readonly CallPolicy Policy = new() { Attempts = 3, TimeoutMs = 5_000, FirstDelayMs = 50, MaxDelayMs = 1_000, StuckAfter = 20 };

    public static async Task RunAsync(string storage, string north, string south)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var evidence = await TablePartitionStore.OpenAsync(storage, "bank");
        var options = new PostgreSqlOptions
        {
            LockTimeout = TimeSpan.FromMilliseconds(500),
            StatementTimeout = TimeSpan.FromSeconds(3),
            SweepInterval = TimeSpan.FromSeconds(1),
        };
        builder.Services.AddServerlessTx(
            tx => Workflows(tx.UseAzureTables(evidence, 3).AddPostgreSql(North, north, options).AddPostgreSql(South, south, options)),
            host =>
            {
                host.IsOnlyHost = true;
                host.RecoveryInterval = TimeSpan.FromSeconds(1);
                host.Grace = TimeSpan.FromSeconds(15);
            });
        await using var app = builder.Build();
        app.MapServerlessTx();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Console.WriteLine($"Listening on {address}");
        await app.WaitForShutdownAsync();
    }

    public static void Workflows(ServerlessTxBuilder tx)
    {
        foreach (var (from, to) in new[] { (North, South), (South, North) })
        {
            tx.AddWorkflow(services => Saga.For<Order>($"saga_{from}_{to}", version: 1, Policy)
                .Step<string>(from, "leave", BankOf(services, from).LeaveAsync, undo: "come_back", (call, _) => BankOf(services, from).ComeBackAsync(call))
                .Then(to, "arrive", BankOf(services, to).ArriveAsync));
            tx.AddWorkflow(services => Tcc.For<Order>($"tcc_{from}_{to}", version: 1, Policy)
                .Participant(from, BankOf(services, from)).Participant(to, BankOf(services, to)));
            tx.AddWorkflow(services => TwoPhaseCommit.For<Order>($"two_phase_{from}_{to}", version: 1, Policy)
                .Participant(from, BankOf(services, from).Debiting()).Participant(to, BankOf(services, to).Crediting()));
        }

        tx.AddWorkflow(services => TwoPhaseCommit.For<Look>("look", version: 1, Policy)
            .Participant(North, BankOf(services, North).Looking()).Participant(South, BankOf(services, South).Looking()));
    }

    public static BranchBank BankOf(IServiceProvider services, string name) => new(services.PostgreSql(name));
}

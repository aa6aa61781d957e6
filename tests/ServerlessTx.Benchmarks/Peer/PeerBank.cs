using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessTx.Benchmarks;

/// <summary>Orleans Transactions with memory storage, in one silo of this process.</summary>
internal sealed class PeerBank : IBank
{
    public const decimal OpeningBalance = 1_000m;

    private readonly IHost _silo;

    private PeerBank(IHost silo) => _silo = silo;

    private IGrainFactory Grains => _silo.Services.GetRequiredService<IGrainFactory>();

    public static async Task<PeerBank> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), FreePort())
            .AddMemoryGrainStorageAsDefault()
            .UseTransactions());
        var host = builder.Build();
        await host.StartAsync();
        return new PeerBank(host);
    }

    public async Task<bool> TransferAsync(int from, int to)
    {
        try
        {
            await _silo.Services.GetRequiredService<ITransactionClient>().RunTransaction(
                TransactionOption.Create,
                () => Task.WhenAll(Grains.GetGrain<IAccountGrain>(from).Add(-1), Grains.GetGrain<IAccountGrain>(to).Add(1)));
            return true;
        }
        catch (Exception failure) when (failure is Orleans.Transactions.OrleansTransactionException or TimeoutException)
        {
            return false;
        }
    }

    public async Task<string> FaultsAsync(int accounts)
    {
        var sum = 0m;
        for (var account = 0; account < accounts; account++)
            sum += await Grains.GetGrain<IAccountGrain>(account).Balance();
        return sum == accounts * OpeningBalance ? "money conserved" : $"{sum - accounts * OpeningBalance} made or lost";
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessTx.AzureTables;

namespace ServerlessTx.Benchmarks;

/// <summary>The product as an application sets it up, without a host's loops: nothing but what is measured uses its store.</summary>
internal sealed class Product : IAsyncDisposable
{
    // As the local host sets it for Azurite, which is one thread.
    public const int BatchesInFlight = 3;

    private readonly ServiceProvider _services;

    private Product(Action<ServerlessTxBuilder> build)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddServerlessTx(build);
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<TransactionClient>();
        Runner = _services.GetRequiredService<TransactionRunner>();
    }

    public TransactionClient Client { get; }

    public TransactionRunner Runner { get; }

    public static Product On(FreshTable table, Workflow workflow) => new(tx => tx.UseAzureTables(table.Store, BatchesInFlight).AddWorkflow(workflow));

    /// <summary>On a store as it is: in memory, or a table whose commits are not grouped.</summary>
    public static Product On(IPartitionStore store, Workflow workflow) => new(tx => tx.UseStore("memory", _ => store).AddWorkflow(workflow));

    public static Product With(Action<ServerlessTxBuilder> build) => new(build);

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Runs a transaction to its end, which its driver tells: nothing is read for it.</summary>
    public async Task<TransactionId> RunAsync(string workflow, JsonElement input, string? key = null)
    {
        var id = (await Client.StartAsync(new StartRequest(workflow, input) { IdempotencyKey = key })).Id;
        await (Runner.Running(id) ?? Task.CompletedTask);
        return id;
    }

    public Task<TransactionId> RunAsync(string? key = null) => RunAsync(NoOps.Name, NoOps.Input, key);

    /// <summary>The number of shards is read once in a process's life.</summary>
    public async Task<Product> ReadyAsync()
    {
        await RunAsync();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.StopAsync();
        await _services.DisposeAsync();
    }
}

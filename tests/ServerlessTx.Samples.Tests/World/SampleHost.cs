using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessTx.Samples.Tests;

/// <summary>A host of the sample workflows in virtual time. Several may share a store, which holds evidence and services' rows.</summary>
internal sealed class SampleHost
{
    private readonly ServiceProvider _services;
    private readonly VirtualTime _time;

    public SampleHost(VirtualTime time, IPartitionStore store, string name = "host_a", TimeSpan? lockWait = null, ModeTerms? modes = null)
    {
        _time = time;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddServerlessTx(
            tx => tx.UseStore("memory", _ => store).AddSamples(_ => store, lockWait: lockWait, modes: modes),
            options =>
            {
                options.Shards = 1;
                options.HostName = name;
            });
        _services = services.BuildServiceProvider();
    }

    public TransactionClient Client => _services.GetRequiredService<TransactionClient>();

    public Recovery Recovery => _services.GetRequiredService<Recovery>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async Task<TransactionId> StartAsync(string workflow, string input) =>
        (await Client.StartAsync(new StartRequest(workflow, JsonElement.Parse(input)))).Id;

    public Task<TransactionId> CheckoutAsync(string customer = "ann", int quantity = 2, decimal amount = 100, string sku = "book", int? expiresIn = null) =>
        StartAsync("checkout_reservation", Inputs.Checkout(customer, sku, quantity, amount, expiresIn));

    public Task<TransactionId> TransferAsync(string from = "12345", string to = "67890", decimal amount = 100) =>
        StartAsync("transfer", Inputs.Transfer(from, to, amount));

    /// <summary>Waits for the end, and hands back the evidence as a person reads it.</summary>
    public async Task<string> EndAsync(TransactionId id)
    {
        for (var pause = 1; !(await Client.GetAsync(id))!.Status.IsEnd(); pause = Math.Min(2 * pause, 1_000))
        {
            Assert.True(_time.GetUtcNow() < id.StartedAt.AddHours(2), "It does not end.");
            await Task.Delay(TimeSpan.FromMilliseconds(pause), _time);
        }

        return await TranscriptAsync(id);
    }

    public async Task<string> TranscriptAsync(TransactionId id) => Transcript.Of(await RecordsAsync(id));

    public async Task<IReadOnlyList<TransactionRecord>> RecordsAsync(TransactionId id) =>
        (await Get<TransactionStore>().LoadAsync(id, default)).Records.Select(recorded => recorded.Record).ToList();

    public async Task<IReadOnlyList<TransactionId>> AllAsync()
    {
        var page = await Client.ListAsync(new TransactionQuery { Limit = 5_000 });
        return page.Transactions.Select(line => TransactionId.Parse(line.TransactionId)).ToList();
    }

    /// <summary>Takes up whatever is open until nothing is.</summary>
    public async Task RecoverAsync()
    {
        for (var round = 0; round < 600; round++)
        {
            var states = await Task.WhenAll((await AllAsync()).Select(id => Client.GetAsync(id)));
            if (states.All(state => state!.Status.IsEnd()))
                return;
            await Recovery.RunAsync(everything: true, default);
            await Task.Delay(TimeSpan.FromSeconds(1), _time);
        }

        Assert.Fail("A transaction does not end.");
    }
}

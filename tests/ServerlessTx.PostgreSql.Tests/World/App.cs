using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessTx.Specifications;

namespace ServerlessTx.PostgreSql.Tests;

/// <summary>An application in this process, with its evidence in memory unless a test gives it a store.</summary>
internal sealed class App : IAsyncDisposable
{
    private readonly IHost _host;

    private App(IHost host, KeptLog log) => (_host, Log) = (host, log);

    public KeptLog Log { get; }

    public IServiceProvider Services => _host.Services;

    public TransactionClient Client => Services.GetRequiredService<TransactionClient>();

    public static App Build(Action<ServerlessTxBuilder> build, IPartitionStore? store = null, string kind = "memory")
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var log = new KeptLog();
        builder.Logging.AddProvider(log);
        builder.Services.AddServerlessTx(
            tx => build(store is null ? tx : tx.UseStore(kind, _ => store)),
            options => options.IsOnlyHost = true);
        return new App(builder.Build(), log);
    }

    public static async Task<App> StartAsync(Action<ServerlessTxBuilder> build, IPartitionStore? store = null, string kind = "memory")
    {
        var app = Build(build, store, kind);
        await app.StartAsync();
        return app;
    }

    public Task StartAsync() => _host.StartAsync();

    public async Task<TransactionId> BeginAsync(string workflow, object input, string? key = null) =>
        (await Client.StartAsync(new StartRequest(workflow, WireJson.ToElement(input)) { IdempotencyKey = key })).Id;

    public async Task<TransactionState> RunAsync(string workflow, object input) => await EndAsync(await BeginAsync(workflow, input));

    public async Task<TransactionState> EndAsync(TransactionId id)
    {
        var state = (await Client.WaitAsync(id, TimeSpan.FromMinutes(1)))!;
        Assert.True(state.Status.IsEnd(), $"It is {state.Status} after a minute.");
        return state;
    }

    /// <summary>The evidence, which must hold.</summary>
    public async Task<JsonObject> EvidenceAsync(string id)
    {
        var document = (await Client.EvidenceAsync(TransactionId.Parse(id)))!;
        var report = EvidenceVerifier.Verify(JsonSerializer.SerializeToUtf8Bytes(document, WireJson.Tolerant));
        Assert.True(report.Outcome is VerificationOutcome.Holds, $"{report.Reason} {string.Join("; ", report.Broken)}\n{document}");
        return document;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

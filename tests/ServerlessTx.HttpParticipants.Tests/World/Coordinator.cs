using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessTx.Specifications;

namespace ServerlessTx.HttpParticipants.Tests;

/// <summary>A coordinator in this process on the memory store, whose participants come from configuration.</summary>
internal sealed class Coordinator : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Coordinator(IEnumerable<(string Key, string? Value)> settings, Func<HttpParticipantRegistry, Workflow>? workflow = null, ILoggerProvider? log = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            if (log is not null)
                logging.AddProvider(log);
        });
        services.AddServerlessTx(tx =>
        {
            tx.AddHttpParticipants(Configuration(settings));
            if (workflow is not null)
                tx.AddWorkflow(provider => workflow(provider.GetRequiredService<HttpParticipantRegistry>()));
        });
        _services = services.BuildServiceProvider();
    }

    /// <summary>Soon tried again, so that no test waits for long.</summary>
    public static CallPolicy Policy { get; } = new() { Attempts = 2, FirstDelayMs = 1, MaxDelayMs = 2000 };

    public TransactionClient Client => _services.GetRequiredService<TransactionClient>();

    public ISubjectKeys Keys => _services.GetRequiredService<ISubjectKeys>();

    public HttpParticipant this[string name] => _services.GetRequiredService<HttpParticipantRegistry>()[name];

    public static IConfiguration Configuration(IEnumerable<(string Key, string? Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Participants:Http:{setting.Key}", setting.Value)))
        .Build();

    /// <summary>The settings of one service on this machine.</summary>
    public static (string Key, string? Value)[] Settings(HttpService service, params (string Key, string? Value)[] more) =>
        [("shop:BaseAddress", $"{service.Address}tx"), .. more.Select(setting => ($"shop:{setting.Key}", setting.Value))];

    /// <summary>Runs one transaction to its end.</summary>
    public async Task<string> RunAsync(string workflow, string input, string? traceparent = null)
    {
        var started = await Client.StartAsync(new StartRequest(workflow, JsonElement.Parse(input)) { Traceparent = traceparent });
        return await EndAsync(started.Id);
    }

    /// <summary>Runs one that came as JSON.</summary>
    public async Task<string> RunAdHocAsync(string body) => await EndAsync((await Client.StartAdHocAsync(new StartRequest("", JsonElement.Parse(body)))).Id);

    /// <summary>The evidence of the newest transaction, as JSON.</summary>
    public async Task<string> EvidenceAsync()
    {
        var newest = (await Client.ListAsync(new TransactionQuery())).Transactions[0];
        return (await Client.EvidenceAsync(TransactionId.Parse(newest.TransactionId)))!.ToJsonString();
    }

    private async Task<string> EndAsync(TransactionId id)
    {
        await Client.WaitAsync(id, TimeSpan.FromMinutes(1));
        return Transcript.Of((await _services.GetRequiredService<TransactionStore>().LoadAsync(id, default)).Records.Select(recorded => recorded.Record));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<TransactionRunner>().StopAsync();
        await _services.DisposeAsync();
    }
}

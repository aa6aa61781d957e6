using Azure;
using ServerlessTx.AspNetCore;
using ServerlessTx.AzureTables;
using ServerlessTx.Participants.Http;
using ServerlessTx.Samples;

namespace ServerlessTx.LocalHost;

/// <summary>What anybody's application would write to use ServerlessTx, with this host's settings.</summary>
internal static class HostServices
{
    private const int BatchesInFlightOnAzurite = 3;

    public static async Task AddAsync(
        IServiceCollection services, HostSettings settings, IConfiguration participants, HostStorage storage, HostDatabases databases,
        Action<string> say, CancellationToken cancellation)
    {
        var policy = new CallPolicy
        {
            Attempts = settings.Attempts,
            TimeoutMs = (int)settings.AttemptTimeout.TotalMilliseconds,
            FirstDelayMs = (int)settings.FirstDelay.TotalMilliseconds,
            MaxDelayMs = (int)settings.LongestDelay.TotalMilliseconds,
            StuckAfter = settings.StuckAfter,
        };
        var evidence = await OpenAsync(storage, settings.Table, cancellation);
        var keys = await OpenAsync(storage, settings.Table + "Keys", cancellation);
        var samples = await OpenAsync(storage, settings.Table + "Samples", cancellation);
        var batches = settings.BatchesInFlight ?? (evidence?.Kind == "azurite" ? BatchesInFlightOnAzurite : null);
        IPartitionStore rows = samples is null ? new MemoryPartitionStore() : new GroupCommitStore(samples, batches);
        var addChoreographies = await HostChoreographies.OpenAsync(storage, settings, rows, say, cancellation);
        services.AddServerlessTx(
            tx =>
            {
                if (evidence is not null)
                    tx.UseAzureTables(evidence, batches);
                if (keys is not null)
                    tx.UseSubjectKeyTable(keys);
                HostExamples.Add(tx.AddHttpParticipants(participants)).AddSamples(_ => rows, policy, databases: databases.Connections, modes: settings.Modes);
                addChoreographies(tx);
                foreach (var (participant, atOnce) in settings.ParticipantLimits)
                    tx.LimitParticipant(participant, atOnce);
                foreach (var (workflow, atOnce) in settings.WorkflowLimits)
                    tx.LimitWorkflow(workflow, atOnce);
            },
            options =>
            {
                options.Shards = settings.Shards;
                options.Grace = settings.RecoveryGrace;
                options.RecoveryInterval = settings.RecoveryInterval;
                options.ModeInterval = settings.ModeInterval;
                options.KeyLifetime = settings.IdempotencyKeyTtl;
                options.Retention = settings.Retention;
                options.IsOnlyHost = storage.IsAzurite;
                options.HostName = $"{Environment.MachineName}/{Environment.ProcessId}";
            });
        services.AddServerlessTxApiKeys(keys => keys.Keys =
        [
            .. settings.ApiKeys.Select(key => new ApiKey { Name = key.Value, Key = key.Key }),
            .. settings.OperatorKeys.Select(key => new ApiKey { Name = key.Value, Key = key.Key, Roles = [ApiRole.Read, ApiRole.Operator] }),
        ]);
    }

    private static async Task<TablePartitionStore?> OpenAsync(HostStorage storage, string table, CancellationToken cancellation)
    {
        try
        {
            return storage.ConnectionString is { } connection ? await TablePartitionStore.OpenAsync(connection, table, cancellation) : null;
        }
        catch (Exception refused) when (!storage.IsAzurite && refused is StoreUnavailableException or RequestFailedException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new CannotStartException($"--storage: the table {table} cannot be opened: {Lines.First(refused.Message)}", refused);
        }
    }
}

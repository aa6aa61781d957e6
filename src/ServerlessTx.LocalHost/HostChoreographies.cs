using System.Security.Cryptography;
using System.Text;
using ServerlessTx.AzureQueues;
using ServerlessTx.Samples;

namespace ServerlessTx.LocalHost;

/// <summary>The choreographed sample, over the queues of the storage account, or in memory where everything is.</summary>
internal static class HostChoreographies
{
    /// <summary>Beside the longest subscription and its dead letters a queue's name has room for so much.</summary>
    private const int LongestPrefix = 16;

    public static async Task<Action<ServerlessTxBuilder>> OpenAsync(
        HostStorage storage, HostSettings settings, IPartitionStore rows, Action<string> say, CancellationToken cancellation)
    {
        var choreography = OrderChoreography.Define();
        if (storage.ConnectionString is not { } connection)
            return tx => tx.AddChoreography(choreography).UseMessageBus(_ => rows, _ => new MemoryMessageBus(choreography.Subscriptions, TimeProvider.System));
        if (!HasQueues(connection))
        {
            // On a bus that forgets, a message would be lost when its outbox row has gone.
            say("Choreographies are off: --storage names no queue endpoint for their events. Give one, or a connection string of a whole account.");
            return _ => { };
        }

        try
        {
            var bus = await StorageQueueBus.OpenAsync(
                connection, PrefixOf(settings.Table), choreography.Subscriptions, rows, TimeProvider.System, cancellation: cancellation);
            return tx => tx.AddChoreography(choreography).UseMessageBus(_ => rows, _ => bus);
        }
        catch (BusUnavailableException unavailable)
        {
            throw new CannotStartException($"--storage: {Lines.First(unavailable.Message)}", unavailable);
        }
    }

    private static bool HasQueues(string connection) =>
        connection.Contains("QueueEndpoint=", StringComparison.OrdinalIgnoreCase)
        || connection.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase) && !connection.Contains("TableEndpoint=", StringComparison.OrdinalIgnoreCase)
        || connection.Contains("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Queues are called after the table, in small letters; after a part and a hash of a long one.</summary>
    private static string PrefixOf(string table)
    {
        var small = table.ToLowerInvariant();
        return small.Length <= LongestPrefix ? small : small[..8] + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(small)))[..8];
    }
}

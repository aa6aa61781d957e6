using Azure.Data.Tables;
using Azure.Identity;
using ServerlessTx.AzureTables;

namespace ServerlessTx.Functions;

/// <summary>Opens tables as the settings say.</summary>
internal static class Tables
{
    private const string Suffix = "table.core.windows.net";

    public static Task<TablePartitionStore> OpenAsync(Connection storage, string table) => storage.Text is { } text
        ? TablePartitionStore.OpenAsync(text, table)
        : TablePartitionStore.OpenAsync(options => new TableServiceClient(new Uri($"https://{storage.Address}.{Suffix}"), Identity(storage), options), table);

    public static ManagedIdentityCredential Identity(Connection service) => new(
        service.ClientId is { Length: > 0 } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned);
}

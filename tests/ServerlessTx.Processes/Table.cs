using Azure.Data.Tables;

namespace ServerlessTx.Processes;

/// <summary>One entity that a test leaves in an Azurite and looks for later.</summary>
internal static class Table
{
    public static async Task WriteAsync(string connection, string text)
    {
        var table = new TableClient(connection, "survival");
        await table.CreateIfNotExistsAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "k") { ["Text"] = text });
    }

    public static async Task<string?> ReadAsync(string connection)
    {
        var found = await new TableClient(connection, "survival").GetEntityAsync<TableEntity>("p", "k");
        return found.Value.GetString("Text");
    }
}

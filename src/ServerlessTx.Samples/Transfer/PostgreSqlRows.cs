using System.Text.Json;
using Npgsql;
using ServerlessTx.Participants.PostgreSql;

namespace ServerlessTx.Samples;

/// <summary>The rows of a transfer over PostgreSQL, under the names and in the shape that they have elsewhere.</summary>
internal sealed class PostgreSqlRows((PostgreSqlDatabase Database, PostgreSqlBook Book) accounts, (PostgreSqlDatabase Database, PostgreSqlBook Book) ledger)
{
    /// <summary>All rows of a kind, or nothing when they are none of a transfer's.</summary>
    public Task<IReadOnlyList<JsonElement>?> ReadAsync(string kind, CancellationToken cancellation) => kind switch
    {
        "bank_accounts" => BooksAsync(accounts.Database, accounts.Book.Opening, cancellation),
        "journal" => EntriesAsync(accounts.Database, cancellation),
        "ledger_totals" => BooksAsync(ledger.Database, ledger.Book.Opening, cancellation),
        "ledger" => EntriesAsync(ledger.Database, cancellation),
        // What is prepared and not concluded holds the locks; it has no rows of its own.
        "locks" or "intentions" => PreparedAsync(cancellation),
        _ => Task.FromResult<IReadOnlyList<JsonElement>?>(null),
    };

    private static Task<IReadOnlyList<JsonElement>?> BooksAsync(PostgreSqlDatabase database, decimal opening, CancellationToken cancellation) => ReadAsync(
        database, "SELECT account, balance, version, set_aside, escrow_asked FROM book ORDER BY account",
        row => new BookRow(row.GetString(0), row.GetDecimal(1), row.GetInt64(2), CheckedLsn: 0, CheckedBalance: opening)
        {
            SetAside = row.GetDecimal(3),
            EscrowAsked = row.GetInt64(4),
        },
        cancellation);

    private static Task<IReadOnlyList<JsonElement>?> EntriesAsync(PostgreSqlDatabase database, CancellationToken cancellation) => ReadAsync(
        database, "SELECT account, version, transaction_id, amount FROM entry ORDER BY account, version",
        row => new EntryRow(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetDecimal(3) < 0 ? "debit" : "credit", row.GetDecimal(3)), cancellation);

    private async Task<IReadOnlyList<JsonElement>?> PreparedAsync(CancellationToken cancellation)
    {
        var found = new List<JsonElement>();
        foreach (var database in new[] { accounts.Database, ledger.Database })
        {
            found.AddRange((await ReadAsync(
                database, "SELECT gid, prepared FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared",
                row => new PreparedRow(database.Name, row.GetString(0), row.GetFieldValue<DateTimeOffset>(1)), cancellation))!);
        }

        return found;
    }

    private static async Task<IReadOnlyList<JsonElement>?> ReadAsync<TRow>(
        PostgreSqlDatabase database, string sql, Func<NpgsqlDataReader, TRow> row, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<JsonElement>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(JsonSerializer.SerializeToElement(row(reader), Json));
        return rows;
    }

    private static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}

/// <summary>A prepared transaction of one of the databases.</summary>
internal sealed record PreparedRow(string Database, string Gid, DateTimeOffset Prepared);

using System.Globalization;
using Npgsql;

namespace ServerlessTx.Bank;

/// <summary>The rows of both banks, as an auditor reads them.</summary>
internal sealed class Books(IReadOnlyDictionary<string, Func<string>> connections)
{
    public const int AccountsABank = 50;
    public const decimal Opening = 100m;
    public const decimal Total = 2 * AccountsABank * Opening;

    public static string Account(string bank, int number) => string.Create(CultureInfo.InvariantCulture, $"{bank}_{number}");

    public async Task OpenAsync()
    {
        foreach (var bank in connections.Keys)
        {
            await ExecuteAsync(bank, BranchBank.Tables);
            await ExecuteAsync(bank, $"INSERT INTO account SELECT '{bank}_' || n, {Opening} FROM generate_series(0, {AccountsABank - 1}) n");
        }
    }

    public async Task<ILookup<string, decimal>> MovedAsync(string bank) =>
        (await ReadAsync(bank, "SELECT transaction_id, amount FROM movement", row => (Id: row.GetString(0), Amount: row.GetDecimal(1))))
        .ToLookup(moved => moved.Id, moved => moved.Amount);

    public async Task<IReadOnlyDictionary<string, (decimal Total, decimal Least)>> LooksAsync(string bank) =>
        (await ReadAsync(bank, "SELECT transaction_id, total, least FROM look", row => (Id: row.GetString(0), Total: row.GetDecimal(1), Least: row.GetDecimal(2))))
        .ToDictionary(look => look.Id, look => (look.Total, look.Least));

    /// <summary>What must hold when everything has ended.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(IReadOnlySet<string> twoPhase)
    {
        var faults = new List<string>();
        var (total, histories) = (0m, new List<IReadOnlyList<string>>());
        foreach (var bank in connections.Keys)
        {
            total += (await ReadAsync(bank, "SELECT sum(balance) FROM account", row => row.GetDecimal(0))).Single();
            faults.AddRange(await ReadAsync(bank, "SELECT id FROM account WHERE balance < 0", row => $"{row.GetString(0)} is in debt"));
            faults.AddRange(await ReadAsync(bank, "SELECT transaction_id FROM hold", row => $"a hold of {row.GetString(0)} is left in {bank}"));
            faults.AddRange(await ReadAsync(bank, "SELECT gid FROM pg_prepared_xacts", row => $"{row.GetString(0)} is left prepared in {bank}"));
            faults.AddRange(await ReadAsync(
                bank, "SELECT mode, relation::regclass::text FROM pg_locks WHERE locktype = 'relation' AND pid IS DISTINCT FROM pg_backend_pid()",
                row => $"a lock is left in {bank}: {row.GetString(0)} on {row.GetString(1)}"));
            faults.AddRange(await ReadAsync(
                bank,
                $"""
                SELECT a.id FROM account a, LATERAL (SELECT count(*) AS number, coalesce(sum(amount), 0) AS sum FROM movement WHERE account = a.id) moved
                WHERE a.version <> moved.number OR a.balance <> {Opening} + moved.sum
                """,
                row => $"{row.GetString(0)} is not what its movements add up to"));
            var history = await ReadAsync(
                bank, "SELECT account, transaction_id FROM movement ORDER BY account, version", row => (Account: row.GetString(0), Id: row.GetString(1)));
            histories.AddRange(history.GroupBy(moved => moved.Account, (_, moved) => (IReadOnlyList<string>)[.. moved.Select(one => one.Id).Where(twoPhase.Contains)]));
        }

        faults.AddRange(await TransitFaultsAsync());
        if (total != Total)
            faults.Add($"{total} is on the accounts, which is not {Total}");
        if (Precedence.Cycle(histories) is { } cycle)
            faults.Add($"no order of these fits the histories of all accounts: {string.Join(" before ", cycle)}");
        return faults;
    }

    private async Task<IEnumerable<string>> TransitFaultsAsync()
    {
        var transit = new Dictionary<string, decimal>();
        foreach (var bank in connections.Keys)
        {
            foreach (var (id, amount) in await ReadAsync(bank, "SELECT transaction_id, amount FROM transit", row => (row.GetString(0), row.GetDecimal(1))))
                transit[id] = transit.GetValueOrDefault(id) + amount;
        }

        return transit.Where(moved => moved.Value != 0).Select(moved => $"{moved.Value} of {moved.Key} is left in transit");
    }

    private async Task ExecuteAsync(string bank, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connections[bank]());
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string bank, string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var source = NpgsqlDataSource.Create(connections[bank]());
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }
}
